import type { Budget } from '../budget/options.js'
import type { TestResult } from '../model/result.js'

/** The time of one attempt of one test, from `FileRecorder.openTest` to `closeTest`. */
export interface TestWindow {
  /** Full name: suites and test joined by ` > `. */
  readonly name: string
  /** Attempts (retries, repeats) of one test share it. */
  readonly id: string
}

/** How a test ended, and what its verdict needs. */
export interface TestEnd {
  readonly state: TestResult['state']
  /** The runner ran it beside other tests: amounts are the group's, no verdict. */
  readonly concurrent: boolean
  /** The test's own budget (`meta.memory`): wins over the options'. `limitTest` wins over it. */
  readonly budget?: Budget
}
