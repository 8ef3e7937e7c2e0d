import { createTransport } from 'nodemailer';
import type { JobHandlers } from '../jobs/index.ts';
import type { Context } from '../context/index.ts';
import { findOpenDispatch } from './store.ts';

export interface Gateways {
  smtpUrl: string | null;
  /** Gets `POST {id, to, text}`; a 2xx answer means that it took the message. */
  smsUrl: string | null;
}

const patience = 10_000;

/**
 * Sends what inboxes lined up. A channel without a gateway leaves the message open, to be seen on the
 * demo's page of messages; one with a gateway is tried again by the job queue until it takes it.
 */
export function createDispatcher(gateways: Gateways): JobHandlers {
  const mail = gateways.smtpUrl === null ? null : createTransport(gateways.smtpUrl);

  async function send(id: string, channel: string, to: string, text: string): Promise<boolean> {
    if (channel === 'mail') {
      if (mail === null) return false;
      const [subject] = text.split(':');
      await mail.sendMail({ to, subject: subject ?? text, text, messageId: `<${id}@quancheng>` });
      return true;
    }
    if (gateways.smsUrl === null) return false;
    const answer = await fetch(gateways.smsUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': id },
      body: JSON.stringify({ id, to, text }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    if (!answer.ok) throw new Error(`the SMS gateway answered ${answer.status}`);
    return true;
  }

  async function dispatch(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    if (mail === null && gateways.smsUrl === null) return;
    const row = await findOpenDispatch(ctx, String(payload['dispatchId']));
    if (!row || !(await send(row.id, row.channel, row.address, row.text))) return;
    await ctx.tx
      .updateTable('dispatch')
      .set({ state: 'sent', sentAt: ctx.now })
      .where('id', '=', row.id)
      .execute();
  }

  return { 'message.dispatch': dispatch };
}
