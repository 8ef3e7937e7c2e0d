import { defineConfig } from 'vitest/config';

// Stories told in a real browser, one file after the other: two cores carry one server and one browser.
export default defineConfig({
  test: {
    root: '..',
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['packages/testing/src/global-setup.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: ['default', 'json'],
  },
});
