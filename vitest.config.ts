import { defineConfig } from 'vitest/config'

/** Projects that start other processes. Where others use the machine too, what hangs on time may need another try. */
const patient = { testTimeout: 120_000, hookTimeout: 120_000, retry: process.env.CI ? 2 : 0 }

export default defineConfig({
  test: {
    // Most tests wait for a process that they have started, and need no core meanwhile.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: ['packages/*/test/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/e2e/fixtures/**'],
          ...patient,
        },
      },
      { test: { name: 'jest', include: ['test/jest/**/*.test.ts'], ...patient } },
      { test: { name: 'html', include: ['test/html/**/*.test.ts'], ...patient } },
      { test: { name: 'packed', include: ['test/packed/**/*.test.ts'], ...patient } },
      { test: { name: 'programs', include: ['test/programs/**/*.test.ts'], ...patient } },
    ],
  },
})
