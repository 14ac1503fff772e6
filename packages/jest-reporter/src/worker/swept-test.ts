import type { TestRun, TestSweep } from '@tracemalloc/core/failmalloc/worker'
import type { Test } from './circus.js'
import { type Reruns, takeErrors } from './reruns.js'

type Done = (reason?: unknown) => void

/** A test that is run again with failing allocations: a copy for each run. */
export class SweptTest {
  #run: TestRun | undefined

  constructor(
    private readonly test: Test,
    private readonly sweep: TestSweep,
    private readonly reruns: Reruns,
  ) {}

  /** Makes the next run the one that comes next. @param ended is called when it has ended @returns false when there is none */
  async next(ended: () => Promise<void>): Promise<boolean> {
    const run = await this.sweep.next()
    this.#run = run
    if (!run) return false
    const { fn } = this.test
    const done = async (copy: Test): Promise<void> => {
      await this.#end(copy)
      await ended()
    }
    const rerun = function (this: unknown) {
      return run.call(() => called(fn, this))
    }
    this.reruns.add(this.test, rerun, { done })
    return true
  }

  /** A copy has run, with its hooks. */
  #end(copy: Test): Promise<void> | undefined {
    const run = this.#run
    this.#run = undefined
    return run?.end(takeErrors(copy).map(errorOf))
  }
}

/** The function of a test has a parameter when it calls back. */
function called(fn: Test['fn'], context: unknown): unknown {
  if (fn.length === 0) return fn.call(context)
  return new Promise<void>((resolve, reject) => {
    const done: Done = reason => (reason === undefined || reason === null ? resolve() : reject(reason))
    fn.call(context, Object.assign(done, { fail: reject }))
  })
}

/** jest-circus notes pairs of an error, and one that tells where the test was defined. */
const errorOf = (noted: unknown): unknown => (Array.isArray(noted) ? noted[0] : noted)
