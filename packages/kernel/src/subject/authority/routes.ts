import { revocationReasons, type RevocationReason } from '@quancheng/engines/pki';
import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { profiles, schemes } from './model.ts';
import { certificatePem, requestOctets } from './pem.ts';
import { pkiRoutes } from './public-routes.ts';
import type { Authority } from './service.ts';
import { findLine, listLines, type CertificateLine } from './store.ts';

const who = { posts: ['admin'] } as const;
/** Enough for a whole office, too few to try numbers. */
const certifiedAMinute = 30;
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Instant = Type.String({ format: 'date-time' });
const Profile = Type.Enum([...profiles], {
  description:
    'What it is for, person being to sign in; root, intermediate, timestamp and ocsp are the platform’s own',
});
const State = Type.Enum(['valid', 'held', 'revoked', 'ended'], {
  description: 'ended: its period is over, and it was not revoked; held: revoked until it is released',
});
const Reason = Type.Enum(Object.keys(revocationReasons) as RevocationReason[], {
  description: 'RFC 5280 §5.3.1; certificateHold can be released',
});
const text = (description: string) => Type.Optional(Type.String({ description }));

const Certificate = Type.Object({
  id: Type.String({ format: 'uuid' }),
  profile: Profile,
  scheme: Type.Enum([...schemes], {
    description: 'By which it is signed: SM2 with SM3, or ECDSA on P-256 with SHA-256',
  }),
  serial: Type.String({ description: 'Hexadecimal' }),
  subject: Type.Object({
    country: text('ISO 3166-1 alpha-2'),
    state: text('Province'),
    locality: text('City'),
    organisation: text('Organisation'),
    unit: text('Unit of it'),
    number: text('Of the account that a person signs in to'),
    common: Type.String(),
  }),
  agency: Type.Union([Type.String(), Type.Null()], { description: 'Slug; null: of the platform itself' }),
  state: State,
  validFrom: Instant,
  validUntil: Instant,
  revokedAt: Type.Union([Instant, Type.Null()]),
  reason: Type.Union([Reason, Type.Null()]),
  ground: Type.Union([Type.String(), Type.Null()], { description: 'In the words of who revoked it' }),
  pem: Type.String({ description: 'The certificate, RFC 7468' }),
});

/** Whom a certificate is for, and the key that they have. */
const NewPerson = Type.Object(
  {
    holder: Type.Union([
      Type.Object(
        { login: Type.String({ minLength: 1, maxLength: 100, description: 'Login of the account' }) },
        { additionalProperties: false },
      ),
      Type.Object(
        {
          idNumber: Type.String({ minLength: 18, maxLength: 18, description: 'Identity number (GB 11643)' }),
          name: Type.String({ minLength: 1, maxLength: 100, description: 'Full name' }),
        },
        { additionalProperties: false },
      ),
    ]),
    request: Type.String({
      minLength: 1,
      maxLength: 16_384,
      description: 'PKCS #10 in PEM (RFC 7468); nothing of it counts but its key',
    }),
  },
  { additionalProperties: false },
);

/** Addresses of the authority: for strangers' programs, and for those who govern its certificates. */
export function authorityRoutes({ authority }: { authority: Authority }): Route[] {
  return [
    ...pkiRoutes({ authority }),
    route({
      method: 'GET',
      url: '/api/v1/admin/certificates',
      summary: 'Certificates of the platform and of agencies, the newest first',
      who,
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
        state: Type.Optional(State),
        profile: Type.Optional(Profile),
      }),
      output: cursorPage(Certificate),
      handler: async (ctx, { query }) => {
        const { limit = 20, cursor = null, state = null, profile = null } = query;
        const wanted = { state, profile, after: cursor, limit: limit + 1 };
        const rows = await listLines(ctx, wanted);
        const items = rows.slice(0, limit).map(present);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/certificates/persons',
      summary: 'A certificate to sign in with, over a key that a person holds; the holder is told',
      who: { posts: ['admin'], reach: 'city' },
      limit: certifiedAMinute,
      body: NewPerson,
      output: Certificate,
      handler: async (ctx, { body }) => {
        const { id } = await authority.certifyPerson(ctx, body.holder, requestOctets(body.request));
        return present(await getOwn(ctx, id));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/certificates/:id/revoke',
      summary: 'A certificate counts no more, or not until it is released',
      who,
      params: Id,
      body: Type.Object(
        {
          reason: Reason,
          ground: Type.String({ minLength: 2, maxLength: 500, description: 'Why, in words' }),
        },
        { additionalProperties: false },
      ),
      output: Certificate,
      handler: async (ctx, { params, body }) => {
        await getOwn(ctx, params.id);
        await authority.revoke(ctx, params.id, body.reason, body.ground);
        return present(await getOwn(ctx, params.id));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/certificates/:id/release',
      summary: 'A certificate that was on hold counts again',
      who,
      params: Id,
      output: Certificate,
      handler: async (ctx, { params }) => {
        await getOwn(ctx, params.id);
        await authority.release(ctx, params.id);
        return present(await getOwn(ctx, params.id));
      },
    }),
  ];
}

/** Errors: `platform.not-found`, also for what is not the caller's to govern. */
async function getOwn(ctx: Context, id: string): Promise<CertificateLine> {
  const line = await findLine(ctx, id);
  if (!line) throw platformErrors.notFound();
  return line;
}

function present(line: CertificateLine) {
  const { id, profile, scheme, subject, agency, state } = line;
  return {
    id,
    profile,
    scheme,
    serial: line.serial.toString('hex'),
    subject,
    agency,
    state,
    validFrom: line.validFrom.toISOString(),
    validUntil: line.validUntil.toISOString(),
    revokedAt: line.revokedAt?.toISOString() ?? null,
    reason: line.revokeReason,
    ground: line.revokeGround,
    pem: certificatePem(line.der),
  };
}
