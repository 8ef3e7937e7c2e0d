import Type, { type TSchema } from 'typebox';
import { signAlgorithms } from './signature.ts';

/** What the routes of administrators share. */
export const base = '/api/v1/admin/licence-exchange';
export const who = { posts: ['admin'], reach: 'city' } as const;
export const closed = { additionalProperties: false };
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const Instant = Type.String({ format: 'date-time' });
export const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
export const Done = Type.Object({ done: Type.Integer({ description: 'How many' }) });
const Name = Type.String({ minLength: 1, maxLength: 60 });
export const Names = Type.Object({ zh: Name, en: Name }, closed);
export const PublicKey = Type.String({
  maxLength: 2000,
  description: 'SubjectPublicKeyInfo, PEM (RFC 7468)',
});
export const Algorithm = Type.Enum([...signAlgorithms]);
