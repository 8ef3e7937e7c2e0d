import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { system } from '../../platform/context/index.ts';
import { signatureMatches } from './channel.ts';
import { paymentErrors } from './errors.ts';
import type { Payments } from './service.ts';

const Notice = Type.Object(
  {
    kind: Type.Enum(['order.paid', 'refund.done', 'payout.paid', 'payout.failed']),
    id: Type.String({ format: 'uuid', description: 'Our order or payout' }),
    ref: Type.String({ maxLength: 100, description: 'The channel’s own number' }),
    amount: Type.Integer({ minimum: 0, description: 'fen' }),
    reason: Type.String({ maxLength: 500, default: '' }),
  },
  { additionalProperties: false },
);

/** Where the payment channel tells what happened; it is nobody's account, so its signature is its door. */
export function paymentRoutes(deps: { payments: Payments; secret: string }): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/payments/notices',
      summary: 'Notice of the payment channel, signed with HMAC-SHA-256 in `X-Signature`',
      who: 'anyone',
      body: Notice,
      output: Type.Object({ ok: Type.Boolean() }),
      handler: async (ctx, { body, request }) => {
        const { kind, id, ref, amount, reason } = body;
        const signed = [kind, id, ref, amount, reason].join('\n');
        const given = request.headers['x-signature'];
        if (typeof given !== 'string' || !signatureMatches(deps.secret, signed, given))
          throw paymentErrors.badSignature();
        const trusted = { ...ctx, actor: system('the payment channel told by a signed notice') };
        await deps.payments.notice(trusted, { kind, id, ref, amount, reason });
        return { ok: true };
      },
    }),
  ];
}
