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
  // Of the test file's realm.
  readonly #known = new WeakSet<Test>()
  #last: Test | undefined
  #all: Test[] = []

  has(test: Test): boolean {
    return this.#known.has(test)
  }

  /** Puts a copy behind the one that runs, which is the test or its last copy. */
  add(test: Test, fn: Test['fn']): void {
    const copy: Test = { ...test, fn, errors: [], retryReasons: [], unhandledRejectionErrorByPromise: new Map() }
    const children = childrenOf(test)
    children.splice(children.indexOf(this.#last ?? test) + 1, 0, copy)
    this.#known.add(copy)
    this.#last = copy
    this.#all.push(copy)
  }

  /** The next copy is of another test. */
  end(): void {
    this.#last = undefined
  }

  /** Takes all of them out of their blocks again. */
  remove(): void {
    for (const copy of this.#all) {
      const children = childrenOf(copy)
      children.splice(children.indexOf(copy), 1)
    }
    this.#all = []
  }
}
