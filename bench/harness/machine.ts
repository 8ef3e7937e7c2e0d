import os from 'node:os';
import { withFolder } from './folders.ts';
import { startEmbedded } from '@quancheng/server';
import pg from 'pg';

/** The machine that measured, a line a fact. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  postgres: string;
  date: string;
}

export async function describeMachine(): Promise<Machine> {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    postgres: await postgresVersion(),
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The machine as results and soaks name it at their head. */
export function machineLines(machine: Machine): string[] {
  const { cpu, cores, memoryGb, system, node, postgres, date } = machine;
  return [
    `${cpu}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}; PostgreSQL ${postgres}; ${date}.`,
    'Load, server and database share the machine.',
  ];
}

function postgresVersion(): Promise<string> {
  return withFolder(async (dir) => {
    const embedded = await startEmbedded({ dir, database: 'bench', unsafe: 'test' });
    const client = new pg.Client({ connectionString: embedded.url });
    try {
      await client.connect();
      const { rows } = await client.query<{ version: string }>(
        `select current_setting('server_version') as version`,
      );
      return `${rows[0]?.version ?? '?'}, embedded, synchronous_commit on`;
    } finally {
      await client.end();
      await embedded.stop();
    }
  });
}
