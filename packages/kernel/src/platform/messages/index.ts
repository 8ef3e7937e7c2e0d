export { messageRoutes } from './routes.ts';
export { countUnread, listDispatches, sendMessage, type NewMessage } from './store.ts';
export { createDispatcher, type Gateways } from './dispatch.ts';
