import Type, { type Static } from 'typebox';

/** The words under which people agree; who changes their meaning (`face.consent` in the web) raises it. */
export const consentVersion = '2026-1';

/** What a person may be asked to do before the camera. */
export const FaceAction = Type.Enum(['front', 'left', 'right', 'blink', 'mouth']);
export type FaceAction = Static<typeof FaceAction>;

export const mostActions = 4;
/** Characters of one picture in base64: about 300 KB of JPEG. */
const mostPicture = 400_000;

/** One picture for each action, in order: JPEG, base64. */
export const Pictures = Type.Array(
  Type.String({ maxLength: mostPicture, pattern: '^/9j/[A-Za-z0-9+/]+={0,2}$' }),
  {
    minItems: 1,
    maxItems: mostActions,
    description: 'JPEG in base64, one for each action, in order; passed on to the provider and kept nowhere',
  },
);

/** Octets of a whole answer of the browser. */
export const mostOctets = mostPicture * mostActions + 1000;

/** Whom the provider compares with. */
export interface FacePerson {
  name: string;
  idNumber: string;
}

export interface FaceCheckRow {
  id: string;
  accountId: string;
  interaction: string;
  consentVersion: string;
  transactionId: string | null;
  actions: string[];
  state: string;
  createdAt: Date;
  expiresAt: Date;
  finishedAt: Date | null;
}
