import { type DescribeBlock, suitesOf, type Test } from './circus.js'

/** What tests and suites ask for themselves. */
export class Asked {
  // Weak: they live in the test file's realm.
  readonly #options = new WeakMap<Test | DescribeBlock, unknown>()

  add(by: Test | DescribeBlock, options: unknown): void {
    this.#options.set(by, options)
  }

  /** Whether a test itself has asked, and not only a suite that it is in. */
  has(test: Test): boolean {
    return this.#options.has(test)
  }

  /** For a test: what the innermost has asked for. */
  for(test: Test): unknown {
    const asked = [...suitesOf(test), test].map(it => this.#options.get(it)).filter(it => it !== undefined)
    return asked.at(-1)
  }
}
