import type { FailurePlan } from '../engine/failures.js'
import type { Outcome } from '../model/sweep-result.js'
import { retainedBy } from './retained.js'
import type { Run, Subject } from './subject.js'
import type { FailingTracer } from './tracer.js'

/** A cache may happen to grow just then; what leaks does so every time. */
const roundsToLeak = 3

/** What came of one failure. */
export interface Verdict {
  readonly outcomes: readonly Outcome[]
  /** Bytes that were retained more than by a clean run. */
  readonly retained: number
  /** Whether it still works without a failure. */
  readonly recovered: boolean
}

/** What it does without a failure. */
export interface CleanRun {
  /** Bytes that it retains. */
  readonly clean: number
  /** Whether it returns the same each time. */
  readonly comparable: boolean
}

/** Lets allocations fail, and judges how that was taken. */
export class Trial {
  constructor(
    private readonly tracer: FailingTracer,
    private readonly subject: Subject,
    private readonly without: CleanRun,
  ) {}

  async fail(plan: FailurePlan): Promise<Verdict> {
    const first = await this.subject.run(plan)
    const leaked = (await this.#retained(first)) - this.without.clean
    // One broken state is to be found once.
    const next = await this.subject.runExpected(this.subject.counting)
    const recovered = next.end === 'returned' && !next.complaint
    const outcomes = this.#outcomesOf(first)
    if (first.complaint || !recovered || !this.#isExpected(next)) outcomes.push('state')
    const retained = recovered && leaked > 0 ? await this.#leaked(plan, first) : 0
    if (retained > 0) outcomes.push('leaked')
    return { outcomes, retained, recovered }
  }

  #outcomesOf(run: Run): Outcome[] {
    if (run.end === 'failed') return []
    if (run.end !== 'returned') return [run.end]
    return this.#isExpected(run) ? [] : ['swallowed']
  }

  #isExpected = ({ expected }: Run): boolean => expected || !this.without.comparable

  /**
   * The least of what such runs have retained more than a clean one. Only what is still there when there have been more of
   * them has leaked: the error that was kept last, or the entry of a cache, is replaced by the next one's.
   */
  async #leaked(plan: FailurePlan, first: Run): Promise<number> {
    const runs = [first]
    while (runs.length < roundsToLeak) runs.push(await this.subject.run(plan))
    let least = Number.POSITIVE_INFINITY
    for (const run of runs.slice(0, -1)) least = Math.min(least, (await this.#retained(run)) - this.without.clean)
    return Math.max(0, least)
  }

  #retained(run: Run): Promise<number> {
    return retainedBy(this.tracer.engine, run, this.subject, this.without.clean)
  }
}
