import { type FileSession, leakRuns, type Payload, relativeTo } from '@tracemalloc/core/worker'
import { type FileTask, fullName, type TestTask, testsIn } from './task.js'

type LeakRuns = NonNullable<ReturnType<typeof leakRuns>>

/** The tests of a file that Vitest is told to repeat, to see whether they leak. */
export class LeakTests {
  readonly #runs = new Map<TestTask, LeakRuns>()
  /** Why what a test says of itself is wrong. */
  readonly #wrong = new Map<TestTask, unknown>()

  /** @param file absolute path */
  constructor(
    private readonly session: FileSession,
    private readonly payload: Payload,
    private readonly file: string,
  ) {}

  /** Call it when all tests are known, and none has begun. */
  prepare(file: FileTask): void {
    for (const task of testsIn(file)) this.#prepareTask(task)
  }

  /** @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` when what the test says of itself is wrong */
  runsOf(task: TestTask): LeakRuns | undefined {
    if (this.#wrong.has(task)) throw this.#wrong.get(task)
    return this.#runs.get(task)
  }

  #prepareTask(task: TestTask): void {
    const { root, options } = this.payload
    try {
      const runs = leakRuns(options.leaks, relativeTo(root, this.file), fullName(task), task.meta.leaks)
      // Neither gets a verdict.
      if (!runs || task.concurrent || task.fails || !this.session.findsLeaks) return
      this.#runs.set(task, runs)
      task.repeats = Math.max(task.repeats ?? 0, runs.warmups + runs.runs - 1)
    } catch (error) {
      this.#wrong.set(task, error)
    }
  }
}
