import type { FailurePlan } from '../engine/failures.js'
import type { End } from './armed-call.js'

/** What a run came to. It holds nothing of the run itself. */
export interface Run {
  readonly end: End
  /** It left something behind that a test's hooks complain of. */
  readonly complaint: boolean
  /** Whether it returned what was expected. */
  readonly expected: boolean
  /** Marks of its first segment, and of the first one after it. */
  readonly from: number
  readonly to: number
}

/** What is run again and again, with failures and without. */
export interface Subject {
  /** For messages: `function`, `test`. */
  readonly noun: string
  /** Absolute: what sites are relative to. */
  readonly root: string
  /** As for `blameOf`. */
  readonly ownRoots: readonly string[]
  /** It is a test: what its runner keeps of it does not count. */
  readonly inTest: boolean
  /** Counts what could fail, and lets nothing fail. */
  readonly counting: FailurePlan
  /** How a failure is replayed. */
  replayOf(nth: number, persistent: boolean): string
  run(plan: FailurePlan): Promise<Run>
  /** As `run`; what this one returns is expected from here on. */
  runExpected(plan: FailurePlan): Promise<Run>
}
