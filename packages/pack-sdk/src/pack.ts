import Type, { type Static } from 'typebox';
import type { DemoRecords } from './demo.ts';
import { Text } from './text.ts';

/** A value computed by a pack's engine for a process; the only code a pack may bring. */
export type Hook = (input: Record<string, unknown>) => Record<string, unknown>;

export const PackManifest = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$', description: 'Name of the folder' }),
    name: Text,
    summary: Text,
    agency: Type.String({ description: 'Slug of the owner agency; a city maps it to a real one' }),
    uses: Type.Array(Type.String(), {
      description: 'Resources and licence types of other packs or the kernel that this one reads',
    }),
  },
  { additionalProperties: false },
);
export type PackManifest = Static<typeof PackManifest>;

export interface Pack extends PackManifest {
  hooks?: Record<string, Hook>;
  demo?: DemoRecords;
}

/** Declares a pack; the rest of it is data in the folders beside `pack.ts`. */
export function definePack(pack: Pack): Pack {
  return pack;
}
