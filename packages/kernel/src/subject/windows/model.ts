import Type, { type Static } from 'typebox';
import type { Context } from '../../platform/context/index.ts';

export const WindowPaper = Type.Enum(['identity-card', 'temporary-card', 'passport', 'residence-permit']);

/** Who stands at which window, by which paper. */
export const NewWindowSession = Type.Object(
  {
    place: Type.String({
      minLength: 1,
      maxLength: 20,
      pattern: '^[^\\u0000-\\u001f]+$',
      description: 'The window, as the hall calls it',
    }),
    document: WindowPaper,
    documentEnd: Type.String({
      pattern: '^[0-9A-Z]{4}$',
      description: 'Last four characters of the paper’s own number; no more of it is kept',
    }),
    idNumber: Type.String({ minLength: 18, maxLength: 18, description: 'Identity number (GB 11643)' }),
    name: Type.String({ minLength: 1, maxLength: 100, description: 'Full name as on the paper' }),
  },
  { additionalProperties: false },
);
export type NewWindowSession = Static<typeof NewWindowSession>;

export interface WindowPorts {
  /** A living person whose number and name agree; leaves an access record under the purpose of the context. */
  findPerson(
    ctx: Context,
    papers: { idNumber: string; name: string },
  ): Promise<{ id: string; name: string } | undefined>;
}

/** What someone is let do at a window: act on its screen, or choose a new password there. */
export type WindowKind = 'act' | 'password';

export interface WindowSessionRow {
  id: string;
  kind: WindowKind;
  clerkAccountId: string;
  clerkSessionId: string;
  place: string;
  accountId: string;
  document: string;
  documentEnd: string;
  sessionId: string | null;
  /** Until then the screen that took the code may choose a password. */
  secretExpiresAt: Date | null;
  doneAt: Date | null;
  createdAt: Date;
}
