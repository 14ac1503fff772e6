import type { TestRun, TestSweep } from '@tracemalloc/core/failmalloc/worker'
import type { Test } from './circus.js'
import type { Copies } from './copies.js'

type Done = (reason?: unknown) => void

/** A test that is run again with failing allocations: a copy for each run. */
export class SweptTest {
  #run: TestRun | undefined

  constructor(
    private readonly test: Test,
    private readonly sweep: TestSweep,
    private readonly copies: Copies,
  ) {}

  /** Makes the next run the one that comes next. @returns false when it is over */
  async next(): Promise<boolean> {
    const run = await this.sweep.next()
    this.#run = run
    if (!run) return false
    const { fn } = this.test
    this.copies.add(this.test, function (this: unknown) {
      return run.call(() => called(fn, this))
    })
    return true
  }

  /** A copy has run, with its hooks. */
  end(copy: Test): Promise<void> | undefined {
    const run = this.#run
    this.#run = undefined
    return run?.end(takeErrors(copy))
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

function takeErrors({ errors }: Test): unknown[] {
  const taken = Array.from(errors.splice(0), errorOf)
  // What jest-circus and `expect` find later must not make it try again.
  Object.assign(errors, { push: () => 0 })
  return taken
}

/** jest-circus notes pairs of an error, and one that tells where the test was defined. */
const errorOf = (noted: unknown): unknown => (Array.isArray(noted) ? noted[0] : noted)
