import { fillText, formatYuan } from '../../../platform/text/index.ts';
import { tellApplicant } from '../tell.ts';
import { eventWords } from '../words.ts';
import type { Operation } from './model.ts';
import { header, inputAmount, inputText } from './inputs.ts';

const order: Operation = async (ctx, session, call, { payments }) => {
  const key = header(call, 'name');
  const name = { zh: session.words.zh.texts[key] ?? key, en: session.words.en.texts[key] ?? key };
  const amount = inputAmount(call, 'amount');
  const { id } = await payments.openOrder(ctx, { caseId: session.row.id, name, amount });
  const yuan = formatYuan(amount);
  session.events.push({
    kind: 'orderOpened',
    text: fillText(eventWords.orderOpened, { name, amount: yuan }),
    bySystem: true,
    detail: { orderId: id },
  });
  await tellApplicant(ctx, session, 'pay', { amount: yuan });
  return { [header(call, 'into')]: { id, amount } };
};

const payout: Operation = async (ctx, session, call, { payments }) => {
  const amount = inputAmount(call, 'amount');
  const { id } = await payments.openPayout(ctx, {
    caseId: session.row.id,
    purpose: header(call, 'purpose'),
    payeeName: inputText(call, 'payeeName'),
    payeeAccount: inputText(call, 'payeeAccount'),
    amount,
  });
  session.events.push({
    kind: 'payoutOrdered',
    text: fillText(eventWords.payoutOrdered, { amount: formatYuan(amount) }),
    bySystem: true,
    detail: { payoutId: id },
  });
  return { [header(call, 'into')]: { id, amount } };
};

export const moneyOperations = { 'fee.order': order, 'payout.order': payout };
