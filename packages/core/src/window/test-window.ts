import type { LeakRuns } from '../budget/leak-options.js'
import type { Budget, Limits } from '../budget/limits.js'
import type { LeakResult } from '../model/leak-result.js'
import type { AppliedLimits, TestResult } from '../model/result.js'
import type { SweepResult } from '../model/sweep-result.js'
import type { TestTime } from '../model/timeline.js'
import type { Measure } from './measure.js'

/** The time of one attempt of one test, from `FileRecorder.openTest` to `closeTest`. */
export interface TestWindow {
  /** Full name: suites and test joined by ` > `. */
  readonly name: string
  /** Attempts (retries, repeats) of one test share it. */
  readonly id: string
  /** After the last of the runs that `TestEnd` has asked for, when all have passed. */
  readonly leak?: LeakResult
  /** Until the file has ended, some may not be explained yet. */
  readonly violations: TestResult['violations']
}

/** How a test ended, and what its verdict needs. */
export interface TestEnd {
  readonly state: 'passed' | 'failed'
  /** The runner ran it beside other tests: amounts are the group's, no verdict. */
  readonly concurrent: boolean
  /** The test's own budget (`meta.memory`): wins over the options'. `limitTest` wins over it. */
  readonly budget?: Budget | undefined
  /**
   * Whether somebody is going to read what is said of violations; default: true. Not when the test is expected to fail, or is
   * tried again.
   */
  readonly isRead?: boolean | undefined
  /** Look whether the test leaks: the runner runs it so often. */
  readonly leaks?: LeakRuns | undefined
}

/** What the recorder keeps of a window. */
export interface RecordedWindow extends TestWindow {
  /** Mark of its first segment. */
  readonly from: number
  /** Mark of the first segment after it; `undefined` while it is open. */
  to?: number
  /** It has a budget of its own: traced exactly in every mode, so that its verdict does not hang on samples. */
  exact: boolean
  /** What `limitTest` said. */
  limits?: Limits
  concurrent: boolean
  state: TestResult['state']
  /** Read at the window's end, after a full collection: better than what is read at the end of the file. */
  measured?: Measure
  violations: TestResult['violations']
  failmalloc?: SweepResult
  leak?: LeakResult
  /** What it was judged by. */
  judgedBy?: AppliedLimits
  time?: TestTime
}
