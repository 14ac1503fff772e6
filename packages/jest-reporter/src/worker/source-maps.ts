import type { Runtime } from './environment.js'

/** Of all files of this worker: what an earlier one left is named by a later one. */
const known = new Map<string, string>()

/** Where the source maps of modules lie; still known when Jest's runtime, and with it the realm of the file, is let go. */
export class SourceMaps {
  constructor(private runtime: Runtime | undefined) {}

  readonly fileOf = (path: string): string | undefined => this.runtime?.getSourceMaps().get(path) ?? known.get(path)

  /** Does without the runtime from here on. */
  detach(): void {
    for (const [path, map] of this.runtime?.getSourceMaps() ?? []) known.set(path, map)
    this.runtime = undefined
  }
}
