import Type from 'typebox';

/** Raised when an older program could not read what a newer one writes. */
export const backupFormat = 1;

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, hexadecimal' });
const Identifier = Type.String({ pattern: '^[a-z_][a-z0-9_]*$', description: 'Name in the database' });
const Count = Type.Integer({ minimum: 0 });

const Part = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9_-]+([./][a-z0-9_-]+)*$', description: 'Path in the folder' }),
  bytes: Count,
  sha256: Digest,
});
export type Part = Type.Static<typeof Part>;

const BackupTable = Type.Object({
  name: Identifier,
  columns: Type.Array(
    Type.Object({
      name: Identifier,
      type: Type.String({
        pattern: '^[a-z0-9 ]+(\\[\\])?$',
        description: 'As PostgreSQL calls it',
      }),
    }),
    { minItems: 1 },
  ),
  rows: Count,
  months: Type.Array(Type.String({ pattern: '^\\d{4}-\\d\\d-01$' }), {
    description: 'Months that have a partition of their own',
  }),
  part: Type.String({ description: 'Part that holds its rows' }),
});
export type BackupTable = Type.Static<typeof BackupTable>;

/** What a backup is, in `manifest.json`. */
export const Manifest = Type.Object({
  format: Type.Literal(backupFormat),
  version: Type.String({ description: 'Of the product' }),
  madeAt: Type.String({ format: 'date-time', description: 'Instant of the snapshot, UTC' }),
  postgres: Type.String({ description: 'Version of the server' }),
  city: Type.Union([Type.String(), Type.Null()]),
  demo: Type.Boolean(),
  migrations: Type.Array(Type.Object({ name: Type.String(), checksum: Digest }), { minItems: 1 }),
  tables: Type.Array(BackupTable),
  sequences: Type.Array(Type.Object({ name: Identifier, value: Count })),
  files: Type.Object({
    part: Type.String(),
    count: Count,
    lost: Type.Array(Digest, {
      description: 'Files that the database names and the store no longer has as they were',
    }),
  }),
  secrets: Type.Union([Type.String(), Type.Null()], { description: 'Part of the secrets, if encrypted' }),
  encryption: Type.Union([
    Type.Null(),
    Type.Object({
      cipher: Type.Literal('AES-256-GCM in chunks'),
      salt: Type.String({ description: 'For scrypt (N 131072, r 8, p 1), base64' }),
      check: Digest,
    }),
  ]),
  parts: Type.Array(Part),
});
export type Manifest = Type.Static<typeof Manifest>;
