import type { Size } from '@tracemalloc/core'
import { expect } from 'vitest'

/** Where the setup file leaves them. */
const key = Symbol.for('tracemalloc.matchers')

type Matchers = Parameters<typeof expect.extend>[0]

const names = ['toRetainAtMost', 'toAllocateAtMost', 'toBeCollected'] as const

/** Without the reporter nothing is measured, and an expectation must not hold because of that. */
function unmeasured(): never {
  throw new Error('Nothing is traced: run Vitest with `--reporter tracemalloc`, or name the reporter in its config.')
}

const traced = (globalThis as { [key]?: Matchers })[key]

// With the reporter they are registered already, unless this is another `expect`.
expect.extend(traced ? { ...traced } : Object.fromEntries(names.map(name => [name, unmeasured])))

declare global {
  namespace Chai {
    // What Vitest 3, 4 and 5 have in common: their own interfaces of matchers differ in their type parameters.
    interface Assertion {
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
  }
}
