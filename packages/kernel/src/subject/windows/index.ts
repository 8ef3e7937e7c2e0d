export type { WindowPorts } from './model.ts';
export { registerWindowScreen, windowRoutes } from './routes.ts';
