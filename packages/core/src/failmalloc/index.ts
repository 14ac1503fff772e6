export { disable, enable, type Failmalloc } from './enable.js'
export type { FailmallocOptions } from './plan.js'
export { type FailureSite, formatSweep, type SweepFailure, type SweepResult } from './result.js'
export { type SweepOptions, sweep } from './sweep.js'
