import { type Budget, parseBudget } from '@tracemalloc/core'

/** Where the setup file leaves its half: a test may import another copy of this module than the one the tracer uses. */
const key = Symbol.for('tracemalloc.limitMemory')

/**
 * Limits what the test that is running may retain and allocate, from its start to its end; a test over its budget fails.
 * Wins over `meta.memory`, and over the budgets of the options, metric by metric. Without the reporter it only checks
 * its argument. Concurrent tests share a window and get no verdict.
 *
 * @example limitMemory({ retained: '4 MiB' })
 * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION` or `UNKNOWN_OPTION` when this is not a budget; `NO_TEST` when no
 * test is running
 */
export function limitMemory(budget: Budget): void {
  const limit = (globalThis as { [key]?: (budget: Budget) => void })[key]
  if (limit) limit(budget)
  else parseBudget(budget, 'limitMemory', 'a test')
}
