import type { FailurePlan } from '../engine/failures.js'
import { parsePlan } from './plan.js'
import { replayOf } from './replay.js'
import type { Run, Subject } from './subject.js'
import { TestRun } from './test-run.js'
import type { TestSweepSettings } from './test-sweep.js'
import type { FailingTracer } from './tracer.js'

/** A test, which its runner runs: a run that the sweep asks for is taken by the runner. */
export class TestSubject implements Subject {
  readonly noun = 'test'
  readonly inTest = true
  readonly root: string
  readonly ownRoots: readonly string[]
  /** The runner allocates meanwhile, for itself. */
  readonly counting: FailurePlan = { ...parsePlan({}), nth: 0, owned: true }
  readonly #command: string
  #take: (run: TestRun) => void = () => undefined
  #abandon: (reason: Error) => void = () => undefined
  #taken = new Promise<TestRun>(resolve => {
    this.#take = resolve
  })

  constructor(
    private readonly tracer: FailingTracer,
    private readonly timeout: number,
    { root, ownRoots, command }: TestSweepSettings,
  ) {
    this.root = root
    this.ownRoots = ownRoots
    this.#command = command
  }

  /** The next run that is asked for. */
  async take(): Promise<TestRun> {
    const run = await this.#taken
    this.#taken = new Promise(resolve => {
      this.#take = resolve
    })
    return run
  }

  replayOf(nth: number, persistent: boolean): string {
    return `${replayOf(nth, persistent)} ${this.#command}`
  }

  run(plan: FailurePlan): Promise<Run> {
    return new Promise((answer, reject) => {
      this.#abandon = reject
      this.#take(new TestRun(this.tracer, plan, this.timeout, answer))
    })
  }

  /** The run that was asked for will not come. */
  abandon(reason: Error): void {
    this.#abandon(reason)
  }

  runExpected(plan: FailurePlan): Promise<Run> {
    return this.run(plan)
  }
}
