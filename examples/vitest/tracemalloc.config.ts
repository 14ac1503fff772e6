import { defineConfig } from 'tracemalloc'

export default defineConfig({
  budgets: {
    test: { retained: '1 MiB' },
    file: { retained: '16 MiB' },
  },
  overrides: [
    // The report tests render large tables on purpose; they may use more while they run, but keep nothing.
    { files: 'test/report-builder.test.ts', allocated: '64 MiB' },
  ],
  top: 5,
})
