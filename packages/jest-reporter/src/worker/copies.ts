import type { DescribeBlock, Test } from './circus.js'

/** Where copies of tests are put. */
type Children = (DescribeBlock | Test)[]

const childrenOf = (test: Test): Children => test.parent.children as Children

/**
 * Lets jest-circus run tests again, with all that belongs to a run: hooks, time limits, what `expect` knows of a test.
 * It has no call for that, but goes through a block's children one by one while they can change: so a copy that is put
 * behind what runs comes next. Copies go when their block has ended, before results are made of its children. It can go
 * when jest-circus lets environments run a test.
 */
export class Copies {
  /** The test that was copied last, and its last copy. */
  #last: readonly [test: Test, copy: Test] | undefined
  #all: Test[] = []

  /** Puts a copy behind the one that runs, which is the test or its last copy. */
  add(test: Test, fn: Test['fn']): Test {
    const copy: Test = { ...test, fn, errors: [], retryReasons: [], unhandledRejectionErrorByPromise: new Map() }
    const children = childrenOf(test)
    const running = this.#last?.[0] === test ? this.#last[1] : test
    children.splice(children.indexOf(running) + 1, 0, copy)
    this.#last = [test, copy]
    this.#all.push(copy)
    return copy
  }

  /** Takes all of them out of their blocks again. */
  remove(): void {
    for (const copy of this.#all) {
      const children = childrenOf(copy)
      children.splice(children.indexOf(copy), 1)
    }
    this.#all = []
    this.#last = undefined
  }
}
