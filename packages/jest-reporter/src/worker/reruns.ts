import type { Event, Expect, Test } from './circus.js'
import { Copies } from './copies.js'
import { QuietSnapshots } from './quiet-snapshots.js'

/** Who has a test run again. */
export interface Rerunner {
  /** A copy is about to run, its hooks included. */
  started?(copy: Test): void
  /** A copy has run. */
  done(copy: Test): Promise<void>
}

/** Runs tests of a file again: copies of them, of which neither Jest's reporters nor the environment need to know much. */
export class Reruns {
  readonly #copies = new Copies()
  readonly #rerunners = new WeakMap<Test, Rerunner>()
  #snapshots = new QuietSnapshots(undefined)
  /** A copy is running: nobody else should hear of it. */
  #running = false

  get running(): boolean {
    return this.#running
  }

  setup(expect: Expect): void {
    this.#snapshots = new QuietSnapshots(expect)
  }

  /** Makes a copy of a test, with another function, the one that runs next. Call it when the test or its last copy has run. */
  add(test: Test, fn: Test['fn'], rerunner: Rerunner): void {
    this.#rerunners.set(this.#copies.add(test, fn), rerunner)
  }

  rerunnerOf(copy: Test): Rerunner | undefined {
    return this.#rerunners.get(copy)
  }

  /** Whether an event is of a copy; all of them are told here. */
  isOfCopy(event: Event): boolean {
    if (event.name === 'run_describe_finish') this.#stopRunning()
    if (!('test' in event) || event.test === undefined) return this.#running && event.name !== 'run_finish'
    const isCopy = this.#rerunners.has(event.test)
    if (event.name === 'test_start') {
      if (isCopy) this.#snapshots.begin()
      else this.#stopRunning()
      this.#running = isCopy
    }
    return isCopy
  }

  /** All tests of a block have run. */
  endBlock(): void {
    this.#copies.remove()
  }

  /** All tests of the file have run. */
  close(): void {
    // It is of the file's realm.
    this.#snapshots = new QuietSnapshots(undefined)
  }

  #stopRunning(): void {
    this.#running = false
    this.#snapshots.end()
  }
}

/** Takes what went wrong in a copy out of it. */
export function takeErrors({ errors }: Test): unknown[] {
  const taken = errors.splice(0)
  // What jest-circus and `expect` find later must not make it try again.
  Object.assign(errors, { push: () => 0 })
  // In an array of our own: theirs is of the test file's realm.
  return Array.from(taken)
}
