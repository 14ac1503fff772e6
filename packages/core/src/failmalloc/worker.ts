// What the runners' worker halves load when a test is to be swept.
export { FailmallocError } from './failmalloc-error.js'
export type { TestRun } from './test-run.js'
export { TestSweep } from './test-sweep.js'
