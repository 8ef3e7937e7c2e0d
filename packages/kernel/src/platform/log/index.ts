import { pino, type Logger, type LevelWithSilent } from 'pino';

export type { Logger };

/**
 * A structured logger. Personal data never reaches a log: callers log ids and codes only, and the
 * paths below are a second net for values that come along with a request or an error.
 */
export function createLogger(options: { level: LevelWithSilent }): Logger {
  return pino({
    level: options.level,
    base: null,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.password',
        '*.idNumber',
        '*.name',
        '*.body',
      ],
      remove: true,
    },
    serializers: {
      err: (error: Error) => ({ type: error.name, message: error.message, stack: error.stack }),
    },
  });
}
