import Type from 'typebox';
import type { Context, PostRole } from '../../platform/context/index.ts';
import { postsOf } from '../../platform/context/index.ts';
import { AlgorithmName, KeyUse } from '../../platform/crypto/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { administeredPrefixes, getAgencyBySlug } from '../organisation/index.ts';
import { keyStates, versionStates, type CryptoKey, type KeyVersion } from './model.ts';
import { pemOf } from './pem.ts';
import type { Keys } from './service.ts';
import { findOwnKey, listKeys, listVersions } from './store.ts';

const readers = ['system', 'dataOfficer', 'admin'] as const;
const managers = ['dataOfficer', 'admin'] as const;
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Instant = Type.String({ format: 'date-time' });

const KeyModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  agency: Type.Union([Type.String(), Type.Null()], { description: 'Slug of its owner' }),
  name: Type.String(),
  use: KeyUse,
  algorithm: AlgorithmName,
  state: Type.Enum([...keyStates], {
    description:
      'suspended: no use at all until resumed; retired: verifies and decrypts only; destroyed: its private parts are gone',
  }),
  version: Type.Integer({ description: 'The one that signs and encrypts' }),
  createdAt: Instant,
  changedAt: Instant,
});

const WholeKey = Type.Object({
  ...KeyModel.properties,
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      state: Type.Enum([...versionStates]),
      publicKey: Type.Union([Type.String(), Type.Null()], {
        description: 'SubjectPublicKeyInfo, PEM; null for a secret',
      }),
      from: Instant,
      until: Type.Union([Instant, Type.Null()]),
    }),
    { description: 'The newest hundred' },
  ),
});

/** Keys of one's own agency; that of another is not there. */
export function keyRoutes({ keys }: { keys: Keys }): Route[] {
  const change = (
    name: string,
    summary: string,
    who: readonly PostRole[],
    work: (ctx: Context, id: string) => Promise<unknown>,
  ): Route =>
    route({
      method: 'POST',
      url: `/api/v1/crypto/keys/:id/${name}`,
      summary,
      who: { posts: who },
      params: Id,
      output: WholeKey,
      handler: async (ctx, { params }) => {
        await getOwnKey(ctx, who, params.id);
        await work(ctx, params.id);
        return present(ctx, await getOwnKey(ctx, who, params.id));
      },
    });
  return [
    route({
      method: 'GET',
      url: '/api/v1/crypto/keys',
      summary: 'Keys of my agency',
      who: { posts: readers },
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
      }),
      output: cursorPage(KeyModel),
      handler: async (ctx, { query }) => {
        const { limit = 20, cursor = null } = query;
        const rows = await listKeys(ctx, readers, limit + 1, cursor);
        const items = rows.slice(0, limit).map(lineOf);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/crypto/keys',
      summary: 'Make a key for an agency',
      who: { posts: managers },
      status: 201,
      body: Type.Object(
        {
          agency: Type.String({ maxLength: 60, description: 'Slug' }),
          name: Type.String({ minLength: 1, maxLength: 60 }),
          use: KeyUse,
          algorithm: AlgorithmName,
        },
        { additionalProperties: false },
      ),
      output: WholeKey,
      handler: async (ctx, { body }) => {
        const { agency: slug, ...spec } = body;
        const agencyId = await takeAgency(ctx, slug);
        const id = await keys.createKey(ctx, { agencyId, ...spec });
        return present(ctx, await getOwnKey(ctx, managers, id));
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/crypto/keys/:id',
      summary: 'A key with its versions and their public parts',
      who: { posts: readers },
      params: Id,
      output: WholeKey,
      handler: async (ctx, { params }) => present(ctx, await getOwnKey(ctx, readers, params.id)),
    }),
    change('rotate', 'A new version signs and encrypts from now on', managers, keys.rotateKey),
    change('suspend', 'No use at all until it is resumed', managers, keys.suspendKey),
    change('resume', 'Let a suspended key be used again', managers, keys.resumeKey),
    change('retire', 'From now on it verifies and decrypts only, for good', managers, keys.retireKey),
    change('destroy', 'Forget the private parts of a retired key for ever', ['admin'], keys.destroyKey),
  ];
}

/** Errors: `platform.not-found`, also for a key of an agency where the caller holds none of these posts. */
export async function getOwnKey(ctx: Context, roles: readonly PostRole[], id: string): Promise<CryptoKey> {
  const key = await findOwnKey(ctx, roles, id);
  if (!key) throw platformErrors.notFound();
  return key;
}

/** Errors: `platform.not-found`, `platform.forbidden` when it is not the caller's to make keys for. */
async function takeAgency(ctx: Context, slug: string): Promise<string> {
  const { id, divisionCode } = await getAgencyBySlug(ctx, slug);
  const isOfficer = postsOf(ctx.actor).some(
    ({ role, agencyId }) => role === 'dataOfficer' && agencyId === id,
  );
  const isAdministered = administeredPrefixes(ctx).some((prefix) => divisionCode.startsWith(prefix));
  if (!isOfficer && !isAdministered) throw platformErrors.forbidden();
  return id;
}

async function present(ctx: Context, key: CryptoKey) {
  const versions = await listVersions(ctx, key.id);
  return { ...lineOf(key), versions: versions.map(versionOf) };
}

function lineOf({ agencyId: _owner, createdAt, changedAt, ...key }: CryptoKey) {
  return { ...key, createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString() };
}

function versionOf({ version, state, publicKey, validFrom, validUntil }: KeyVersion) {
  return {
    version,
    state,
    publicKey: publicKey && pemOf(publicKey),
    from: validFrom.toISOString(),
    until: validUntil?.toISOString() ?? null,
  };
}
