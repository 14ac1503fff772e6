import { loosenSets } from '@tracemalloc/core/worker'

/** The part of `vi` that is used. */
interface Mocker {
  fn(): object
  spyOn(object: { method(): void }, method: 'method'): { mockRestore(): void }
}

/** What the tests of a file run with: of their realm. */
export interface Spies {
  readonly vi: Mocker
  readonly Set: SetConstructor
}

/**
 * Vitest before 5 holds on to each mock that was ever made, with all that it was given, to clear and to restore them all when
 * it is asked to. For the time that we look what is alive, this makes its hold a weak one, as it mostly is from Vitest 5 on:
 * then only those are collected that nobody but Vitest would reach, and of which it makes no difference to anybody. Which
 * sets these are is seen when a mock is made; where none is seen, as in Vitest 5, nothing changes.
 */
export class MockRegistry {
  readonly #sets = new Set<Set<object>>()

  constructor({ vi, Set: realmSet }: Spies) {
    const { add } = realmSet.prototype
    const sets = this.#sets
    realmSet.prototype.add = function (value) {
      if (typeof value === 'function') sets.add(this)
      return add.call(this, value)
    }
    try {
      vi.fn()
      vi.spyOn({ method: () => {} }, 'method').mockRestore()
    } finally {
      realmSet.prototype.add = add
    }
  }

  /** @returns a function that makes the hold on what is still alive a strong one again */
  loosen(): () => void {
    return loosenSets(this.#sets)
  }
}
