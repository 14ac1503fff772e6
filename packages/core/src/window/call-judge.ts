import type { Limits } from '../budget/limits.js'
import type { Violation } from '../model/result.js'
import { callWindow } from './call-window.js'
import { testNames } from './test-segments.js'
import type { RecordedWindow } from './test-window.js'
import { type Court, judge } from './verdict.js'
import type { ViolationExplainer } from './violation-explainer.js'

/** What came of a call. */
export interface CallVerdict {
  readonly violations: readonly Violation[]
  /** The same with who holds what is over the limit, for a message. Takes a heap snapshot. */
  readonly explained: () => readonly Violation[]
}

/** Judges single calls of functions: what matchers do. */
export class CallJudge {
  /** Not judged yet. */
  #calls = 0

  /**
   * @param open windows of the tests that are running
   * @param testSegments marks of the segments in which a test was running
   */
  constructor(
    private readonly court: Court,
    private readonly open: ReadonlySet<RecordedWindow>,
    private readonly testSegments: Set<number>,
    private readonly explainer: ViolationExplainer,
  ) {}

  /**
   * Calls a function in a window of its own, which is traced exactly, and judges that.
   * @throws what the function throws; {TracemallocError} `NOT_ALONE` when it is asynchronous and something runs beside it
   */
  async judge(fn: () => unknown, limits: Limits): Promise<CallVerdict> {
    const { engine, settle } = this.court
    this.#calls++
    engine.traceExactly(true)
    try {
      const isAlone = () => this.open.size < 2 && this.#calls === 1
      const began = (mark: number, inCall: boolean) => this.#began(mark, inCall)
      const window = await callWindow(engine, fn, { began, isAlone, settle })
      await judge(this.court, window, limits, window.allocated)
      const { violations, from, to = from } = window
      return { violations, explained: () => this.explainer.explainCall(violations, { from, to }) }
    } finally {
      engine.traceExactly(false)
      this.#calls--
    }
  }

  /** A segment that a call begins, or the one after it. */
  #began(mark: number, inCall: boolean): void {
    const [test] = this.open
    if (test || inCall) this.testSegments.add(mark)
    if (test && this.open.size === 1) testNames(this.court.engine).set(mark, test.name)
  }
}
