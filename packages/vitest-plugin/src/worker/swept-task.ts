import type { FailmallocError, TestRun, TestSweep } from '@tracemalloc/core/failmalloc/worker'
import { type Noted, noted, Reruns } from './reruns.js'
import { SignalListeners } from './signal-listeners.js'
import type { TestTask } from './task.js'

/** What a swept test needs of its file. */
export interface SweepCourt {
  open(task: TestTask): Promise<TestSweep>
  /** @returns what fails the test */
  close(task: TestTask, sweep: TestSweep): Promise<FailmallocError | undefined>
}

/** A test that is run again with failing allocations when it has passed. */
export class SweptTask {
  readonly #reruns: Reruns
  #sweep: TestSweep | undefined
  #run: TestRun | undefined
  #error: FailmallocError | undefined

  constructor(
    private readonly task: TestTask,
    private readonly court: SweepCourt,
  ) {
    this.#reruns = Reruns.of(task)
  }

  /** Begins an attempt: the user's own, or one of the sweep. @param beginOwn begins the user's; what it returns ends it */
  begin(beginOwn: () => () => Promise<void>): () => Promise<void> {
    const before = noted(this.task)
    const run = this.#run
    if (run) {
      const listeners = new SignalListeners(this.task.context?.signal)
      return () => this.#afterRun(run, before, listeners)
    }
    const end = beginOwn()
    return async () => {
      await end()
      // Vitest tries again what has failed.
      if (this.#error) throw this.#error
      const failed = noted(this.task).errors > before.errors
      if (failed || this.#sweep || !this.#reruns.isLast(this.task)) return
      this.#reruns.forget(this.task, { ...before, errors: noted(this.task).errors })
      this.#sweep = await this.court.open(this.task)
      await this.#next(this.#sweep)
    }
  }

  /** Calls the test's function. */
  call(fn: () => unknown): unknown {
    return this.#run ? this.#run.call(fn) : fn()
  }

  async #afterRun(run: TestRun, before: Noted, listeners: SignalListeners): Promise<void> {
    this.#run = undefined
    listeners.remove()
    await this.#endRun(run, before)
    if (this.#sweep) await this.#next(this.#sweep)
  }

  /** A function of its own: what failed must be in nobody's frame when it is measured what the run has retained. */
  #endRun(run: TestRun, before: Noted): Promise<void> {
    return run.end(this.#reruns.forget(this.task, before))
  }

  async #next(sweep: TestSweep): Promise<void> {
    this.#run = await sweep.next()
    this.#reruns.wanted = this.#run !== undefined
    if (this.#run) return
    this.#error = await this.court.close(this.task, sweep)
    if (this.#error) throw this.#error
  }
}
