import { defineErrors } from '../../platform/errors/index.ts';

export const paymentErrors = defineErrors('payment', {
  badSignature: {
    status: 401,
    zh: '支付渠道的通知签名不对。',
    en: 'The signature of this payment notice is wrong.',
    remedyZh: '请用约定的密钥对请求正文做 HMAC-SHA-256 签名；本次通知没有被采用。',
    remedyEn: 'Sign the body with HMAC-SHA-256 and the agreed key; this notice was not used.',
  },
  unknownOrder: {
    status: 404,
    zh: '没有这笔订单。',
    en: 'There is no such order.',
    remedyZh: '请核对订单号。',
    remedyEn: 'Check the number of the order.',
  },
  amount: {
    status: 409,
    zh: '通知的金额与订单不一致。',
    en: 'The amount of the notice differs from that of the order.',
    remedyZh: '请核对后重新通知；差异已记录，等待对账处理。',
    remedyEn: 'Check and send it again; the difference is recorded for reconciliation.',
  },
  channel: {
    status: 503,
    zh: '支付渠道暂时没有响应。',
    en: 'The payment channel does not answer.',
    remedyZh: '请稍后再试；没有扣款。',
    remedyEn: 'Try again shortly; nothing was charged.',
  },
  notPaid: {
    status: 409,
    zh: '这笔订单没有可退的款项。',
    en: 'This order has nothing to pay back.',
    remedyZh: '请核对订单状态。',
    remedyEn: 'Check the state of the order.',
  },
});
