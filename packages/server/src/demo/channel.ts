import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../city.ts';

export interface DemoChannel {
  url: string;
  stop(): Promise<void>;
}

/** Starts the payment channel of the demo: a process of its own, known by its documented API only. */
export async function startDemoChannel(options: { secret: string; dataDir: string }): Promise<DemoChannel> {
  const child = spawn(process.execPath, [path.join(root, 'tools/payment-channel/main.ts')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      CHANNEL_SECRET: options.secret,
      CHANNEL_STATE: path.join(options.dataDir, 'payment-channel.json'),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the payment channel of the demo ended with ${code}`)));
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
