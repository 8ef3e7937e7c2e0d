export { messageRoutes } from './routes.ts';
export { messageAdminRoutes } from './admin-routes.ts';
export { defineMessages, getTemplate, wordsFor, type MessageWords } from './templates.ts';
export {
  contactColumns,
  countUnread,
  dispatchAddress,
  listDispatches,
  sendMessage,
  type NewMessage,
} from './store.ts';
export { createDispatcher, type Gateways } from './dispatch.ts';
