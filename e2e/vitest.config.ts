import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Stories told in a real browser, two files at a time: while one waits for its page, the other goes on.
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '..'),
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['packages/testing/src/global-setup.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 180_000,
    expect: { poll: { timeout: 30_000, interval: 100 } },
    hookTimeout: 180_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.cache/e2e.json' },
  },
});
