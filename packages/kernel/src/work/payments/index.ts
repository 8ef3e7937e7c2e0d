export { createPayments, type Payments, type PaymentHooks } from './service.ts';
export { paymentRoutes } from './routes.ts';
export { createChannel, signBody, signatureMatches, type Channel } from './channel.ts';
export { listOrders, listPayouts, payeeAccountColumn, type Order, type Payout } from './store.ts';
export { paymentErrors } from './errors.ts';
export { reconcile, type Reconciliation } from './reconcile.ts';
