import { isDeepStrictEqual } from 'node:util'
import type { FailurePlan } from '../engine/failures.js'
import { quietly } from '../window/quietly.js'
import { armedCall } from './armed-call.js'
import { replayOf } from './replay.js'
import type { Run, Subject } from './subject.js'
import type { FailingTracer } from './tracer.js'

/** A function that is called again and again. */
export class FunctionSubject implements Subject {
  readonly noun = 'function'
  readonly inTest = false
  readonly root = process.cwd()
  readonly ownRoots = []
  readonly replayOf = replayOf
  #expected: unknown

  /**
   * @param timeout of a call, in milliseconds
   */
  constructor(
    private readonly tracer: FailingTracer,
    private readonly fn: () => unknown,
    private readonly timeout: number,
    readonly counting: FailurePlan,
  ) {}

  run(plan: FailurePlan): Promise<Run> {
    return this.#run(plan, false)
  }

  runExpected(plan: FailurePlan): Promise<Run> {
    return this.#run(plan, true)
  }

  async #run(plan: FailurePlan, accept: boolean): Promise<Run> {
    const { engine, failures } = this.tracer
    const from = engine.mark()
    const called = await armedCall(failures, this.fn, plan, this.timeout)
    const expected = quietly(engine, () => called.end !== 'returned' || isDeepStrictEqual(called.value, this.#expected))
    if (accept) this.#expected = called.end === 'returned' ? called.value : undefined
    return { end: called.end, complaint: false, expected, from, to: engine.mark() }
  }
}
