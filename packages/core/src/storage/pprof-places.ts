import type { FunctionInput, LocationInput, StringTable } from 'pprof-format'
import type { Frame } from '../model/frame.js'

/** The functions and locations of a profile, each once. */
export class PprofPlaces {
  readonly functions: FunctionInput[] = []
  readonly locations: LocationInput[] = []
  readonly #functionIds = new Map<string, number>()
  readonly #locationIds = new Map<string, number>()
  /** Tables share frame objects between tracebacks: most are known by identity. */
  readonly #known = new Map<Frame, number>()
  readonly #strings: StringTable
  readonly #linesAreStarts: boolean

  /** @param linesAreStarts Whether the line of a frame is the one that its function starts on: all that V8's sampler knows. */
  constructor(strings: StringTable, linesAreStarts: boolean) {
    this.#strings = strings
    this.#linesAreStarts = linesAreStarts
  }

  locationId(frame: Frame): number {
    const known = this.#known.get(frame)
    if (known !== undefined) return known
    const functionId = this.#functionId(frame)
    const { lineno: line, column } = frame
    const id = idOf(this.#locationIds, `${functionId}:${line}:${column}`, id =>
      this.locations.push({ id, line: [{ functionId, line, column }] }),
    )
    this.#known.set(frame, id)
    return id
  }

  #functionId({ functionName, filename, lineno }: Frame): number {
    const startLine = this.#linesAreStarts ? lineno : 0
    return idOf(this.#functionIds, `${functionName}\0${filename}\0${startLine}`, id => {
      // Tools sum functions up by name. Those without one would be shown by their address, which there is none of.
      const name = functionName || `(anonymous in ${filename.slice(filename.lastIndexOf('/') + 1)})`
      this.functions.push({
        id,
        name: this.#strings.dedup(name),
        systemName: this.#strings.dedup(functionName),
        filename: this.#strings.dedup(filename),
        startLine,
      })
    })
  }
}

/** pprof's ids start at 1. */
function idOf(ids: Map<string, number>, key: string, make: (id: number) => void): number {
  const known = ids.get(key)
  if (known !== undefined) return known
  const id = ids.size + 1
  ids.set(key, id)
  make(id)
  return id
}
