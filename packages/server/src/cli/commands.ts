import type { Command } from './command.ts';
import { accountCommands } from './accounts.ts';
import { backupCommands } from './backup.ts';
import { configCommands } from './configuration.ts';
import { decisionCommands } from './decisions.ts';
import { itemCommands } from './items.ts';
import { operationCommands } from './operations.ts';
import { packCommands } from './packs.ts';
import { serveCommands } from './serve.ts';

export const commands: readonly Command[] = [
  ...accountCommands,
  ...backupCommands,
  ...configCommands,
  ...itemCommands,
  ...operationCommands,
  ...packCommands,
  ...decisionCommands,
  ...serveCommands,
].toSorted((a, b) => a.name.localeCompare(b.name));
