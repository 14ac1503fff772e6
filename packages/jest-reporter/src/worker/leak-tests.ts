import { leakRuns, type Payload, relativeTo } from '@tracemalloc/core/worker'
import { Asked } from './asked.js'
import { type DescribeBlock, fullName, type Test } from './circus.js'
import { type Reruns, takeErrors } from './reruns.js'

type Runs = NonNullable<ReturnType<typeof leakRuns>>

/** Opens the window of a run of a test; what it returns ends it, and tells what fails the test. */
export type Begin = (test: Test) => (state: 'passed' | 'failed') => Promise<unknown>

/** A test that is run again to see whether it leaks, between two runs of it. */
interface Series {
  /** That are still to come. */
  left: number
  /** When there are no more. */
  readonly finished: () => Promise<void>
}

/** The tests of a file that are run again to see whether they leak. */
export class LeakTests {
  /** What `checkLeaks` was called with, by test or suite. */
  readonly #asked = new Asked()

  /** @param file absolute path */
  constructor(
    private readonly payload: Payload,
    private readonly file: string,
    private readonly reruns: Reruns,
  ) {}

  /** `checkLeaks`. @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` */
  ask(of: Test | DescribeBlock, options: unknown): void {
    leakRuns(undefined, '', of.name, options)
    this.#asked.add(of, options)
  }

  /** How a test is looked at; `undefined`: it is not. */
  runsOf(test: Test): Runs | undefined {
    const { root, options } = this.payload
    // Neither gets a verdict.
    if (test.concurrent || test.failing) return undefined
    return leakRuns(options.leaks, relativeTo(root, this.file), fullName(test), this.#asked.for(test))
  }

  /**
   * Call it when a test has passed, its window closed. What goes wrong in the other runs fails the test.
   * @param begin opens the window of a run
   * @param finished is called when there are no more
   */
  begin(test: Test, runs: Runs, begin: Begin, finished: () => Promise<void>): Promise<void> {
    // One that asks for it itself was not traced exactly from its beginning.
    const late = this.#asked.has(test) ? 1 : 0
    return this.#next(test, begin, { left: runs.warmups + runs.runs - 1 + late, finished })
  }

  async #next(test: Test, begin: Begin, series: Series): Promise<void> {
    if (series.left === 0 || test.errors.length > 0) return series.finished()
    series.left--
    let end: ReturnType<Begin> | undefined
    this.reruns.add(test, test.fn, {
      started: () => {
        end = begin(test)
      },
      done: async copy => {
        const errors = takeErrors(copy)
        const error = await end?.(errors.length > 0 ? 'failed' : 'passed')
        test.errors.push(...errors, ...(error ? [error] : []))
        await this.#next(test, begin, series)
      },
    })
  }
}
