const events = ['uncaughtException', 'unhandledRejection'] as const

type Listener = (...args: unknown[]) => void

/**
 * Takes the errors that nobody catches, as long as it is there: they would end the program, or fail the test file. Who
 * listens otherwise does not hear of them.
 */
export class UncaughtErrors {
  /** Rejects with the first one. */
  readonly first: Promise<never>
  #any = false
  #reject: (error: unknown) => void = () => undefined
  readonly #others = new Map<string, Listener[]>()
  readonly #listener = (error: unknown): void => {
    this.#any = true
    this.#reject(error)
  }

  constructor() {
    this.first = new Promise((_, reject) => {
      this.#reject = reject
    })
    // Nobody need wait for it.
    this.first.catch(() => undefined)
    for (const event of events) {
      this.#others.set(event, process.rawListeners(event) as Listener[])
      process.removeAllListeners(event)
      process.on(event, this.#listener)
    }
  }

  get any(): boolean {
    return this.#any
  }

  /** The others listen again. */
  release(): void {
    for (const event of events) {
      process.off(event, this.#listener)
      for (const listener of this.#others.get(event) ?? []) process.on(event, listener)
    }
    this.#others.clear()
  }
}
