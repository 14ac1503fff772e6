import { AsyncLocalStorage } from 'node:async_hooks'
import type { HandleTestEvent } from './circus.js'
import type { Environment } from './environment.js'

type Storage = AsyncLocalStorage<unknown>

/** Where Node keeps contexts in hooks: to Node 22. Later a storage that nobody uses costs nothing. */
const isHooked = '_enable' in AsyncLocalStorage.prototype

/**
 * The storage in which jest-circus keeps which test is running, as Jest 30 does. Each test file makes one, and none is
 * ever disabled: Node hands the values of all of them on to each promise that is made in the process, so that in the
 * hundredth file a promise costs a hundred times as much, and without the optimiser still more. It is known to nobody, but
 * it is the first to be used once tests run: its hooks and tests run in it, and before them no code of the user's does.
 */
export class TestContext {
  #storage: Storage | undefined
  #unwatch = (): void => {}

  listen(environment: Environment): void {
    if (!isHooked) return
    const own: HandleTestEvent | undefined = environment.handleTestEvent?.bind(environment)
    environment.handleTestEvent = (event, state) => {
      if (event.name === 'run_start') this.#watch()
      if (event.name === 'hook_start' || event.name === 'test_start') this.#unwatch()
      return own?.(event, state)
    }
  }

  /** The file's tests and hooks are over. */
  end(): void {
    this.#unwatch()
    this.#storage?.disable()
    this.#storage = undefined
  }

  #watch(): void {
    const { prototype } = AsyncLocalStorage
    const { run } = prototype
    const found = (storage: Storage): void => {
      this.#storage = storage
      this.#unwatch()
    }
    function watched(this: Storage, store: unknown, callback: (...args: unknown[]) => unknown, ...args: unknown[]) {
      if (isOfCircus(store)) found(this)
      return run.call(this, store, callback, ...args)
    }
    prototype.run = watched as typeof run
    this.#unwatch = () => {
      if (prototype.run === watched) prototype.run = run
    }
  }
}

/** What it keeps for a test or a hook. */
const isOfCircus = (store: unknown): boolean =>
  typeof store === 'object' && store !== null && 'test' in store && ('hook' in store || isTest(store.test))

const isTest = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'test'
