// What the runners' worker halves need, and no more: every worker loads it, and each module takes it a millisecond.

export { withFileBudgets } from './budget/file-budgets.js'
export { leakRuns } from './budget/leak-options.js'
export { LeakedContextError } from './budget/leaked-context-error.js'
export type { Budget } from './budget/limits.js'
export { parseBudget } from './budget/parse-budget.js'
export { sweepOf, type TestSweepOptions } from './budget/select-sweep.js'
export { currentEngine } from './engine/shared.js'
export { TracemallocError } from './errors.js'
export { replayCommand, shellWord } from './failmalloc/replay-command.js'
export { createMatchers } from './matchers/matchers.js'
export type { LeakedContext } from './model/result.js'
export { relativeTo } from './resolve/paths.js'
export type { MapPosition } from './resolve/source-map.js'
export {
  type FileEnd,
  type FileSession,
  openSession,
  type SessionPlaces,
  type TestStart,
} from './window/file-session.js'
export type { Payload } from './window/payload.js'
export { leaveInRealm } from './window/realm-values.js'
export { uncollected } from './window/uncollected.js'
export { type Loosen, loosenSets } from './window/weak-hold.js'
