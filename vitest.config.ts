import { defineConfig } from 'vitest/config';

// Unit and integration tests in one run; `tools/test.ts` adds the browser. Each file that needs a database
// clones it from a template that is made once (`packages/testing`).
export default defineConfig({
  test: {
    include: [
      'packages/**/*.test.{ts,tsx}',
      'packs/**/*.test.ts',
      'cities/**/*.test.ts',
      'tools/**/*.test.ts',
      'bench/**/*.test.ts',
      'soak/**/*.test.ts',
    ],
    globalSetup: ['packages/testing/src/global-setup.ts'],
    pool: 'forks',
    // A process keeps what it imported for its next file: importing took a quarter of the time.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.cache/vitest.json' },
  },
});
