import { Label, Sample, type StringTable } from 'pprof-format'
import { domains } from '../model/result.js'
import type { TraceColumns, TraceTable } from '../model/trace-table.js'
import type { Traceback } from '../model/traceback.js'
import { labelKeys, profileFields, sampleFields } from './pprof-fields.js'
import type { PprofPlaces } from './pprof-places.js'
import { lengthDelimitedTag, maxVarintLength, writeVarint } from './protobuf.js'

const partLength = 1 << 20

/**
 * Writes the rows of a table as the samples of a profile. What many samples have in common, their stacks and their
 * labels, is encoded once each: `pprof-format` alone takes ten times as long.
 */
export class SampleWriter {
  readonly #columns: TraceColumns
  readonly #tracebacks: readonly Traceback[]
  readonly #places: PprofPlaces
  readonly #strings: StringTable
  /** By index: of tracebacks, with the label of their total; of domains; of tests; by the window's number. */
  readonly #stacks: Uint8Array[] = []
  readonly #domains: readonly Uint8Array[]
  readonly #tests: readonly Uint8Array[]
  readonly #windows = new Map<number, Uint8Array>([[0, new Uint8Array()]])
  readonly #values = new Uint8Array(4 * maxVarintLength)
  readonly #parts: Uint8Array[] = []
  #part = new Uint8Array(partLength)
  #end = 0

  constructor({ columns, tracebacks, tests }: TraceTable, places: PprofPlaces, strings: StringTable) {
    this.#columns = columns
    this.#tracebacks = tracebacks
    this.#places = places
    this.#strings = strings
    this.#domains = domains.map(domain => this.#textLabel(labelKeys.domain, domain))
    this.#tests = tests.map(test => (test === '' ? new Uint8Array() : this.#textLabel(labelKeys.test, test)))
  }

  write(row: number): void {
    const { traceback, domain, test, window, count, size, allocatedCount, allocatedSize } = this.#columns
    let end = writeVarint(this.#values, 0, allocatedCount[row] as number)
    end = writeVarint(this.#values, end, allocatedSize[row] as number)
    end = writeVarint(this.#values, end, count[row] as number)
    end = writeVarint(this.#values, end, size[row] as number)
    this.#sample(end, [
      this.#stack(traceback[row] as number),
      this.#domains[domain[row] as number] as Uint8Array,
      this.#tests[test[row] as number] as Uint8Array,
      this.#window(window[row] as number),
    ])
  }

  /** All samples that were written, as parts of one message. */
  finish(): readonly Uint8Array[] {
    this.#parts.push(this.#part.subarray(0, this.#end))
    return this.#parts
  }

  #sample(valuesLength: number, fields: readonly Uint8Array[]): void {
    // The values have a tag of one byte and a length of one byte.
    const length = fields.reduce((sum, field) => sum + field.length, 2 + valuesLength)
    this.#reserve(1 + maxVarintLength + length)
    const part = this.#part
    part[this.#end] = lengthDelimitedTag(profileFields.sample)
    let end = writeVarint(part, this.#end + 1, length)
    part[end] = lengthDelimitedTag(sampleFields.value)
    part[end + 1] = valuesLength
    end += 2
    for (const field of [this.#values.subarray(0, valuesLength), ...fields]) {
      part.set(field, end)
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

  #stack(index: number): Uint8Array {
    this.#stacks[index] ??= this.#encodeStack(this.#tracebacks[index] as Traceback)
    return this.#stacks[index]
  }

  #encodeStack(traceback: Traceback): Uint8Array {
    const { totalFrames } = traceback
    const label = totalFrames === undefined ? [] : [this.#label(labelKeys.totalFrames, { num: totalFrames })]
    return new Sample({ locationId: this.#places.locationIds(traceback), label }).encode()
  }

  #window(window: number): Uint8Array {
    const known = this.#windows.get(window)
    if (known) return known
    const field = new Sample({ label: [this.#label(labelKeys.window, { num: window })] }).encode()
    this.#windows.set(window, field)
    return field
  }

  #textLabel(key: string, text: string): Uint8Array {
    return new Sample({ label: [this.#label(key, { str: this.#strings.dedup(text) })] }).encode()
  }

  #label(key: string, value: { readonly str?: number; readonly num?: number }): Label {
    return new Label({ key: this.#strings.dedup(key), ...value })
  }
}
