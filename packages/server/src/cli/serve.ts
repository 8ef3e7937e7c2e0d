import { root } from '../city.ts';
import { loadConfig } from '../config/index.ts';
import { startServer } from '../start.ts';
import { parse, print, type Command } from './command.ts';

const serve: Command = {
  name: 'serve',
  usage: 'serve',
  help: 'Serves, with the web as it was built, until SIGTERM or Ctrl-C; for a service manager',
  run: async (args) => {
    const options = parse(serve.usage, args, {});
    const stopping = new AbortController();
    const asked = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => {
          stopping.abort();
          resolve();
        });
    });
    try {
      const running = await startServer(loadConfig(process.env, root), { signal: stopping.signal });
      print(
        { ready: true, origin: running.origin },
        options.flag('json'),
        () => `就绪 / ready: ${running.origin}`,
      );
      await asked;
      await running.stop();
    } catch (error) {
      // Stopped while it started: what had begun is stopped again already.
      if (!stopping.signal.aborted || error !== stopping.signal.reason) throw error;
    }
    return true;
  },
};

export const serveCommands: readonly Command[] = [serve];
