import { loosenSets } from '@tracemalloc/core/worker'

/** The part of `vi` that is used. */
interface Mocker {
  fn(): object
  spyOn(object: { method(): void }, method: 'method'): { mockRestore(): void }
  restoreAllMocks(): void
}

/** What the tests of a file run with: of their realm. */
export interface Spies {
  readonly vi: Mocker
  readonly Set: SetConstructor
}

/**
 * Vitest holds on to what undoes each spy that was ever made, and so to the spied object, even when it was undone; before
 * version 5 to each mock as well, with all that it was given. It does so to clear and restore them all when it is asked
 * to. For the time that we look what is alive, this makes its hold a weak one: a mock holds what undoes it, and who cannot
 * reach the mock cannot tell. The sets are Vitest's own; which they are is seen when it uses them. Where none is seen,
 * nothing changes. It can go when Vitest holds its mocks weakly.
 */
export class MockRegistry {
  readonly #sets = new Set<Set<object>>()
  /** Until the sets are found. */
  spies: Spies | undefined

  /** @returns a function that makes the hold on what is still alive a strong one again */
  loosen(): () => void {
    if (this.spies) this.#find(this.spies)
    this.spies = undefined
    return loosenSets(this.#sets)
  }

  #find(spies: Spies): void {
    this.#findByAdding(spies)
    if (this.#sets.size === 0) this.#findByRestoring(spies)
  }

  #findByAdding({ vi, Set: realmSet }: Spies): void {
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

  /** Vitest 5 adds in a way that cannot be seen. It is made to restore nothing at all, and to keep what it would have. */
  #findByRestoring({ vi, Set: realmSet }: Spies): void {
    const iterate = realmSet.prototype[Symbol.iterator]
    const found = new Map<Set<object>, readonly object[]>()
    realmSet.prototype[Symbol.iterator] = function () {
      found.set(this, Array.from(iterate.call(this)))
      return [][Symbol.iterator]()
    }
    try {
      vi.restoreAllMocks()
    } finally {
      realmSet.prototype[Symbol.iterator] = iterate
    }
    for (const [set, members] of found) {
      for (const member of members) set.add(member)
      if (members.every(member => typeof member === 'function')) this.#sets.add(set)
    }
  }
}
