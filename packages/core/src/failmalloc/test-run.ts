import type { FailurePlan } from '../engine/failures.js'
import { armedCall, type End } from './armed-call.js'
import { endOf, isAssertion } from './error-end.js'
import type { Run } from './subject.js'
import type { FailingTracer } from './tracer.js'

/** What the runner is told of the function's own error. */
const failed = 'the function of the test has failed'

/** One run of a test, with its hooks around it. */
export class TestRun {
  readonly #from: number
  /** Until the test's function has been called: a hook may have failed. */
  #end: End = 'threw'
  #pending: Promise<unknown> | undefined

  constructor(
    private readonly tracer: FailingTracer,
    private readonly plan: FailurePlan,
    private readonly timeout: number,
    private readonly answer: (run: Run) => void,
  ) {
    this.#from = tracer.engine.mark()
  }

  /**
   * Calls the test's function, and awaits it. Only here allocations fail: hooks are not what is tested.
   * @throws when the function throws, or has not ended in time
   */
  call(fn: () => unknown): Promise<unknown> {
    this.#end = 'hung'
    const called = this.#call(fn)
    this.#pending = called.catch(() => undefined)
    return called
  }

  async #call(fn: () => unknown): Promise<unknown> {
    const called = await armedCall(this.tracer.failures, fn, this.plan, this.timeout)
    this.#end = called.end
    if (called.end === 'returned') return called.value
    // Not the error itself, nor its text: the runner may hold on to them until the next one, and they would look like a leak.
    throw new Error(failed)
  }

  /**
   * Ends the run, hooks included. The runner must have dropped what it keeps of it.
   * @param errors all that the runner counts against it
   */
  async end(errors: readonly unknown[]): Promise<void> {
    const { engine } = this.tracer
    const judged = this.#judge(errors.filter(error => messageOf(error) !== failed))
    // The runner's time limit may have come first.
    await this.#pending
    this.answer({ ...judged, expected: true, from: this.#from, to: engine.mark() })
  }

  #judge(others: readonly unknown[]): Pick<Run, 'end' | 'complaint'> {
    // Without a failure nothing may go wrong.
    if (this.plan.nth === 0) return { end: this.#end, complaint: others.length > 0 }
    const assertions = others.filter(isAssertion)
    // Such as `expect.soft` and `expect.assertions`.
    const end = this.#end === 'returned' ? (assertions.map(endOf)[0] ?? 'returned') : this.#end
    return { end, complaint: this.#end !== 'returned' && assertions.some(it => !isCount(it)) }
  }
}

/** Of a test that did not come to its end; of `expect.assertions` and `expect.hasAssertions`. */
const isCount = (error: unknown): boolean =>
  /^(expect\.(assertions|hasAssertions)|expected (any )?number of assertions)/.test(messageOf(error))

const messageOf = (error: unknown): string =>
  String(typeof error === 'object' && error !== null && 'message' in error ? error.message : error)
