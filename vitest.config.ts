import { defineConfig } from 'vitest/config';

const SITE = 'test/site/built/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [SITE] },
      },
      {
        // The site as it is published: built once, then opened in a real browser.
        extends: true,
        test: {
          name: 'site',
          include: [SITE],
          globalSetup: 'test/site/support/build.ts',
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 1 },
          maxConcurrency: 3,
        },
      },
    ],
  },
});
