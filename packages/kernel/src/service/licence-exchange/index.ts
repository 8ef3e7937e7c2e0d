export { askUpperRoutes } from './ask-routes.ts';
export { exchangeAdminRoutes, ExchangeOverview } from './admin-routes.ts';
export {
  carriesExchangeSignature,
  createExchangeAuthenticate,
  registerExchangeBodies,
} from './authenticate.ts';
export { exchangeErrors } from './errors.ts';
export { exchangeRoutes } from './exchange-routes.ts';
export { findReceived, type Received, type ReceivedQuery } from './received.ts';
export { exchangeColumns } from './sealed.ts';
export { createLicenceExchange, type LicenceExchange } from './service.ts';
