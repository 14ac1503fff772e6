import type { TestSweepOptions } from '../budget/select-sweep.js'
import type { SweepResult } from '../model/sweep-result.js'
import { sweptSegments } from '../window/swept-segments.js'
import type { SweepPlan } from './candidates.js'
import { replayed } from './replay.js'
import { sweepSubject } from './sweep-subject.js'
import type { TestRun } from './test-run.js'
import { TestSubject } from './test-subject.js'
import { type FailingTracer, failingTracer } from './tracer.js'

export interface TestSweepSettings {
  readonly options: TestSweepOptions
  /** The test's own time limit, in milliseconds; 0 or Infinity: none. */
  readonly timeout: number
  /** Absolute: what sites are relative to. */
  readonly root: string
  /** As for `blameOf`. */
  readonly ownRoots: readonly string[]
  /** The shell command that runs this test alone. */
  readonly command: string
}

/** The longest that timers take. */
const forever = 2 ** 31 - 1

/** The sweep of a test, which its runner runs as often as there is a next run. */
export class TestSweep {
  /** What came of it, when there is no next run. */
  result: SweepResult = { count: 0, tried: 0, failures: [], notices: [] }
  readonly #subject: TestSubject | undefined
  readonly #swept: Promise<undefined>

  /** @throws {TracemallocError} `BAD_REPLAY` when the environment variable FAILMALLOC cannot be read */
  constructor(settings: TestSweepSettings) {
    const { onlyReport, ...options } = settings.options
    const own = settings.timeout > 0 && settings.timeout < forever ? settings.timeout : forever
    const defaults = { max: 100, seed: 1, shallow: false, persistent: false }
    const timeout = Math.min(own, options.timeout ?? own)
    const plan = { ...defaults, ...options, timeout, ...replayed(process.env.FAILMALLOC) }
    try {
      const tracer = failingTracer()
      const subject = new TestSubject(tracer, plan.timeout, settings)
      this.#subject = subject
      this.#swept = this.#sweep(tracer, subject, plan)
    } catch (error) {
      this.#swept = Promise.resolve(this.#giveUp(error))
    }
  }

  /** Lets the next run begin; `undefined`: it is over. Await it between two runs. */
  next(): Promise<TestRun | undefined> {
    return Promise.race([this.#swept, ...(this.#subject ? [this.#subject.take()] : [])])
  }

  /** There will be no next run. */
  abandon(notice: string): Promise<void> {
    this.#subject?.abandon(new Error(notice))
    return this.#swept
  }

  async #sweep(tracer: FailingTracer, subject: TestSubject, plan: SweepPlan): Promise<undefined> {
    const { engine } = tracer
    const from = engine.mark()
    try {
      this.result = await sweepSubject(tracer, subject, plan)
    } catch (error) {
      this.#giveUp(error)
    }
    tracer.release()
    const to = engine.mark()
    for (let mark = from; mark < to; mark++) sweptSegments(engine).add(mark)
  }

  #giveUp(error: unknown): undefined {
    const { message } = error as Error
    this.result = { ...this.result, notices: [message] }
  }
}
