// A setup file (`setupFilesAfterEnv`) or an import of a test: CommonJS, as Jest's tests are.
// So that the augmentation below finds it.
export type {} from 'expect'

import type { Size } from '@tracemalloc/core' with { 'resolution-mode': 'import' }

/** Where the worker half leaves its own. */
const key = Symbol.for('tracemalloc.matchers')

const names = ['toRetainAtMost', 'toAllocateAtMost', 'toBeCollected'] as const

/** Without the reporter nothing is measured, and an expectation must not hold because of that. */
function unmeasured(): never {
  throw new Error(
    'Nothing is traced: run Jest with `--reporters=jest-tracemalloc`, or name the reporter in its config.',
  )
}

// With the reporter they are registered already.
if (!(key in globalThis)) {
  // Jest provides it, wherever it is installed.
  const { expect } = require('@jest/globals') as { expect: { extend(matchers: object): void } }
  expect.extend(Object.fromEntries(names.map(name => [name, unmeasured])))
}

interface MemoryMatchers {
  /**
   * The function that is expected retains no more than this: bytes that are allocated while it runs, and that are still
   * reachable afterwards. What it returns is dropped; a promise is awaited. Await the expectation.
   * @example await expect(() => render(page)).toRetainAtMost('64 KiB')
   */
  toRetainAtMost(size: Size): Promise<void>
  /** The function that is expected allocates no more than this while it runs, freed memory included. Await it. */
  toAllocateAtMost(size: Size): Promise<void>
  /**
   * Nothing holds the object any more: the object that is expected, or what a `WeakRef` refers to, or what a function
   * returns. A variable of the test that still refers to it holds it. Await the expectation.
   * @example await expect(() => new Session()).toBeCollected()
   */
  toBeCollected(): Promise<void>
}

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MemoryMatchers {}
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: all declarations of an interface have the same parameters
    interface Matchers<R, T = {}> extends MemoryMatchers {}
  }
}
