import type { Budget, OwnFailmalloc, OwnLeaks } from '@tracemalloc/core'

export * from '@tracemalloc/core'
export { limitMemory } from './limit.js'
export { TracemallocReporter as default } from './reporter.js'

declare module 'vitest' {
  interface TaskMeta {
    /** Budget of this test: wins over the budgets of the options, metric by metric. */
    memory?: Budget
    /** Run this test again with each of its allocations failing, or not: wins over the options' `failmalloc`. */
    failmalloc?: OwnFailmalloc
    /** Run this test several times to see whether it leaks, or not: wins over the options' `leaks`. */
    leaks?: OwnLeaks
  }
}
