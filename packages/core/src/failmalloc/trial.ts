import { isDeepStrictEqual } from 'node:util'
import type { FailurePlan } from '../engine/failures.js'
import type { Outcome } from './result.js'
import { counting, type Run, runOnce } from './sweep-run.js'
import type { FailingTracer } from './tracer.js'

/** A cache may happen to grow just then; what leaks does so every time. */
const roundsToLeak = 3

/** What came of one failure. */
export interface Verdict {
  readonly outcomes: readonly Outcome[]
  /** Bytes that were retained more than by a clean run. */
  readonly retained: number
  /** Whether the function still returns without a failure. */
  readonly recovered: boolean
}

/** What the function does without a failure. */
export interface CleanRun {
  readonly value: unknown
  /** Bytes that it retains. */
  readonly clean: number
  /** Whether it returns the same each time. */
  readonly comparable: boolean
}

/** Lets allocations of one function fail, and judges how it took that. */
export class Trial {
  #value: unknown

  constructor(
    readonly tracer: FailingTracer,
    readonly fn: () => unknown,
    readonly without: CleanRun,
  ) {
    this.#value = without.value
  }

  async fail(plan: FailurePlan): Promise<Verdict> {
    const first = await this.#run(plan)
    const next = await this.#run(counting, true)
    const outcomes: Outcome[] = []
    if (first.end === 'threw') outcomes.push('threw')
    if (first.end === 'returned' && !first.expected) outcomes.push('swallowed')
    const recovered = next.end === 'returned'
    if (!recovered || !next.expected) outcomes.push('state')
    const retained = recovered ? await this.#leaked(plan, first) : 0
    if (retained > 0) outcomes.push('leaked')
    return { outcomes, retained, recovered }
  }

  /** The least of what several such runs have retained more than a clean one. */
  async #leaked(plan: FailurePlan, first: Run): Promise<number> {
    let least = first.retained - this.without.clean
    for (let round = 1; round < roundsToLeak && least > 0; round++) {
      const { retained } = await this.#run(plan)
      least = Math.min(least, retained - this.without.clean)
    }
    return Math.max(0, least)
  }

  /** @param accept Whether what it returns is expected from here on: one broken state is to be found once. */
  #run(plan: FailurePlan, accept = false): Promise<Run> {
    return runOnce(this.tracer, this.fn, plan, returned => {
      const expected = !this.without.comparable || isDeepStrictEqual(returned, this.#value)
      if (accept) this.#value = returned
      return expected
    })
  }
}
