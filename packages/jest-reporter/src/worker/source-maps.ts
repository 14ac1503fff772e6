import type { Runtime } from './environment.js'

/** Where the source maps of a file's modules lie; still known when Jest's runtime, and with it the realm, is let go. */
export class SourceMaps {
  #known: ReadonlyMap<string, string> = new Map()

  constructor(private runtime: Runtime | undefined) {}

  readonly fileOf = (path: string): string | undefined => (this.runtime?.getSourceMaps() ?? this.#known).get(path)

  /** Does without the runtime from here on. */
  detach(): void {
    // A map of our own: Jest forgets its on teardown.
    this.#known = new Map(this.runtime?.getSourceMaps())
    this.runtime = undefined
  }
}
