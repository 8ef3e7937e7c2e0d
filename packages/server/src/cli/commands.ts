import type { Command } from './command.ts';
import { accountCommands } from './accounts.ts';
import { authorityCommands } from './authority.ts';
import { backupCommands } from './backup.ts';
import { configCommands } from './configuration.ts';
import { decisionCommands } from './decisions.ts';
import { documentCommands } from './documents.ts';
import { itemCommands } from './items.ts';
import { keyCommands } from './keys.ts';
import { masterKeyCommands } from './master-key.ts';
import { tokenCommands } from './token.ts';
import { licenceCommands } from './licences.ts';
import { operationCommands } from './operations.ts';
import { packCommands } from './packs.ts';
import { serveCommands } from './serve.ts';

export const commands: readonly Command[] = [
  ...accountCommands,
  ...authorityCommands,
  ...backupCommands,
  ...configCommands,
  ...itemCommands,
  ...keyCommands,
  ...masterKeyCommands,
  ...tokenCommands,
  ...licenceCommands,
  ...operationCommands,
  ...packCommands,
  ...decisionCommands,
  ...documentCommands,
  ...serveCommands,
].toSorted((a, b) => a.name.localeCompare(b.name));
