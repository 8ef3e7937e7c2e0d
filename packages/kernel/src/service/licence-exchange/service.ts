import type { Catalogue } from '../../data/catalogue/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Files } from '../../platform/files/index.ts';
import type { JobHandlers } from '../../platform/jobs/index.ts';
import type { Keys } from '../../subject/keys/index.ts';
import { createChannel, type Channel } from './channel.ts';
import { compareDaily, compareHandlers } from './compare.ts';
import { runHandlers } from './run.ts';
import { sendHandlers, wakeLanes } from './send.ts';

/** The exchange of licences with an upper level and with lower ones. */
export interface LicenceExchange {
  readonly channel: Channel;
  readonly handlers: JobHandlers;
  /** Hands what waits to the job queue and has the levels compared once a day; called from time to time. */
  tick(ctx: Context): Promise<void>;
}

interface Deps {
  keys: Keys;
  files: Files;
  catalogue: Catalogue;
  clock: Clock;
}

export function createLicenceExchange({ keys, files, catalogue, clock }: Deps): LicenceExchange {
  const channel = createChannel(keys);
  const { ask } = channel;
  return {
    channel,
    handlers: {
      ...sendHandlers({ ask, files, catalogue, clock }),
      ...runHandlers(clock),
      ...compareHandlers(ask),
    },
    tick: async (ctx) => {
      await wakeLanes(ctx);
      await compareDaily(ctx);
    },
  };
}
