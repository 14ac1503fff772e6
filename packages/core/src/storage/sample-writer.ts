import type { StringTable } from 'pprof-format'
import type { Frame } from '../model/frame.js'
import type { TraceColumns, TraceTable } from '../model/trace-table.js'
import type { Traceback } from '../model/traceback.js'
import { profileFields, sampleFields } from './pprof-fields.js'
import type { PprofPlaces } from './pprof-places.js'
import { lengthDelimitedTag, maxVarintLength, packedField, writeVarint } from './protobuf.js'
import { SampleLabels } from './sample-labels.js'

const partLength = 1 << 20

/**
 * Writes the rows of a table as the samples of a profile. What many samples have in common, their stacks and their
 * labels, is encoded once each: `pprof-format` alone takes three times as long. Plain loops: while a program is traced with
 * exact lines, V8 optimises nothing.
 */
export class SampleWriter {
  readonly #columns: TraceColumns
  readonly #tracebacks: readonly Traceback[]
  readonly #places: PprofPlaces
  readonly #labels: SampleLabels
  /** By the index of the traceback: its locations, and the label of its total. */
  readonly #stacks: (readonly [locations: Uint8Array, total: Uint8Array])[] = []
  readonly #parts: Uint8Array[] = []
  #part = new Uint8Array(partLength)
  #end = 0

  constructor({ columns, tracebacks, tests }: TraceTable, places: PprofPlaces, strings: StringTable) {
    this.#columns = columns
    this.#tracebacks = tracebacks
    this.#places = places
    this.#labels = new SampleLabels(tests, strings)
  }

  write(row: number): void {
    const { traceback, domain, test, window, count, size, allocatedCount, allocatedSize } = this.#columns
    const index = traceback[row] as number
    const stack = this.#stacks[index] ?? this.#stack(this.#tracebacks[index] as Traceback)
    this.#stacks[index] = stack
    const values = [allocatedCount[row], allocatedSize[row], count[row], size[row]] as number[]
    this.#sample([
      stack[0],
      packedField(sampleFields.value, values),
      this.#labels.domains[domain[row] as number] as Uint8Array,
      this.#labels.tests[test[row] as number] as Uint8Array,
      this.#labels.window(window[row] as number),
      stack[1],
    ])
  }

  /** All samples that were written, as parts of one message. */
  finish(): readonly Uint8Array[] {
    this.#parts.push(this.#part.subarray(0, this.#end))
    return this.#parts
  }

  #sample(fields: readonly Uint8Array[]): void {
    let length = 0
    for (let index = 0; index < fields.length; index++) length += (fields[index] as Uint8Array).length
    this.#reserve(1 + maxVarintLength + length)
    this.#part[this.#end] = lengthDelimitedTag(profileFields.sample)
    let end = writeVarint(this.#part, this.#end + 1, length)
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index] as Uint8Array
      this.#part.set(field, end)
      end += field.length
    }
    this.#end = end
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#part.length) return
    this.#parts.push(this.#part.subarray(0, this.#end))
    this.#part = new Uint8Array(Math.max(partLength, length))
    this.#end = 0
  }

  /** pprof has the most recent frame first. */
  #stack({ frames, totalFrames }: Traceback): readonly [Uint8Array, Uint8Array] {
    const ids: number[] = []
    for (let index = frames.length - 1; index >= 0; index--) ids.push(this.#places.locationId(frames[index] as Frame))
    return [packedField(sampleFields.location, ids), this.#labels.totalFrames(totalFrames)]
  }
}
