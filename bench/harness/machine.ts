import { createHash } from 'node:crypto';
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
  /** What one core digests in a second, MB: by it machines compare. */
  sm3: number;
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
    sm3: digestRate(),
  };
}

/** The best of three: anything else on the machine only slows it. */
function digestRate(): number {
  const bytes = Buffer.alloc(50_000_000);
  const rates = [1, 2, 3].map(() => {
    const began = performance.now();
    createHash('sm3').update(bytes).digest();
    return bytes.length / 1000 / (performance.now() - began);
  });
  return Math.round(Math.max(...rates));
}

/** The machine as results and soaks name it at their head. */
export function machineLines(machine: Machine): string[] {
  const { cpu, cores, memoryGb, system, node, postgres, date, sm3 } = machine;
  return [
    `${cpu}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}; PostgreSQL ${postgres}; ${date}.`,
    `Load, server and database share the machine. One core digests ${sm3} MB/s by SM3; the targets were set where it`,
    'digests 190 to 230, so absolute figures of a slower machine fall short of them by that much.',
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
