import type { Site } from '../model/result.js'
import { blameNames, domainNames, type PlaceColumns, type StackColumns } from './report-data.js'
import type { StringTable } from './string-table.js'

/** A place to name. */
export interface PlaceName extends Pick<Site, 'file' | 'line' | 'column' | 'function' | 'domain' | 'blame'> {
  /** Its frames in words, oldest first, when they are known. */
  readonly stack?: readonly string[] | undefined
}

type Lists<T> = { readonly [K in keyof T]: number[] }

/** Names each place and each stack once. */
export class PlaceTable {
  readonly places: Lists<PlaceColumns> = {
    file: [],
    line: [],
    column: [],
    function: [],
    domain: [],
    blame: [],
    stack: [],
  }
  readonly stacks: Lists<StackColumns> = { start: [0], frames: [] }
  readonly #places = new Map<string, number>()
  readonly #stacks = new Map<string, number>()

  constructor(private readonly strings: StringTable) {}

  /** The same place is the same number, whatever its column and its function are called. */
  index(name: PlaceName): number {
    const file = this.strings.index(name.file)
    const stack = this.#stack(name.stack)
    const [domain, blame] = [domainNames.indexOf(name.domain), blameNames.indexOf(name.blame)]
    const key = `${file} ${name.line} ${domain} ${blame} ${stack}`
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const { places } = this
    const index = places.file.length
    this.#places.set(key, index)
    places.file.push(file)
    places.line.push(name.line)
    places.column.push(name.column)
    places.function.push(this.strings.index(name.function))
    places.domain.push(domain)
    places.blame.push(blame)
    places.stack.push(stack)
    return index
  }

  #stack(frames: readonly string[] | undefined): number {
    if (frames === undefined || frames.length === 0) return -1
    const indices = frames.map(frame => this.strings.index(frame))
    const key = indices.join()
    const known = this.#stacks.get(key)
    if (known !== undefined) return known
    const index = this.stacks.start.length - 1
    this.#stacks.set(key, index)
    for (const frame of indices) this.stacks.frames.push(frame)
    this.stacks.start.push(this.stacks.frames.length)
    return index
  }
}
