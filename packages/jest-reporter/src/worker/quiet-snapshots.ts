import type { Expect, ExpectState } from './circus.js'

/**
 * Lets a test that is run again compare its snapshots anew, and write none: Jest counts them by the name of the test,
 * and would take those of the second run for more of the first. So the run gets a state of its own over the file's.
 * What does not look like the state that is known stays as it is. It can go when snapshots can be reset for one test.
 */
export class QuietSnapshots {
  #files: ExpectState['snapshotState']

  constructor(private readonly expect: Expect | undefined) {}

  /** For one run. */
  begin(): void {
    const known = this.#files ?? this.expect?.getState().snapshotState
    if (known === undefined || !isMap(known._counters)) return
    this.#files = known
    const own = { _counters: field(new Map()), _updateSnapshot: field('none') }
    this.expect?.setState({ snapshotState: Object.create(known, own) })
  }

  /** The file's state again. */
  end(): void {
    if (this.#files) this.expect?.setState({ snapshotState: this.#files })
    this.#files = undefined
  }
}

/** Of whichever realm. */
const isMap = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Map]'

const field = (value: unknown): PropertyDescriptor => ({ value, writable: true, configurable: true, enumerable: true })
