/**
 * Those that a run of a test adds to its abort signal, which nobody will abort when the test has ended. Vitest 4 adds one per
 * run, for cancelling the test, and never removes it: until the file ends it holds on to what the test returned (`() =>
 * expect(page)…`) or threw, which would look like a leak of the code under test. It can go with Vitest 4; later ones have a
 * signal per run.
 */
export class SignalListeners {
  readonly #added: Parameters<AbortSignal['addEventListener']>[] = []

  constructor(private readonly signal: AbortSignal | undefined) {
    if (!signal) return
    const { addEventListener } = signal
    signal.addEventListener = (...listener: Parameters<typeof addEventListener>) => {
      this.#added.push(listener)
      addEventListener.apply(signal, listener)
    }
  }

  /** Removes them. */
  remove(): void {
    if (!this.signal) return
    Reflect.deleteProperty(this.signal, 'addEventListener')
    for (const [type, listener, options] of this.#added) this.signal.removeEventListener(type, listener, options)
    this.#added.length = 0
  }
}
