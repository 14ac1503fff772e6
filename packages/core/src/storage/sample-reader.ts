import type { Profile } from 'pprof-format'
import { pprofFormat } from '../libraries.js'
import type { FrameData } from '../model/frame.js'
import type { Domain } from '../model/result.js'
import type { TraceData } from '../model/trace.js'
import { labelKeys, sampleFields, sampleTypes } from './pprof-fields.js'
import { eachField, endOfVarint, readVarint } from './protobuf.js'

interface NamedValue {
  readonly name: string
  readonly value: string | number
}

/**
 * Reads samples out of an encoded profile. Most samples have their stack and their labels in common with others: those
 * are decoded once, and known again by their bytes.
 */
export class SampleReader {
  readonly #bytes: Buffer
  readonly #string: (index: number | bigint) => string
  readonly #frames: ReadonlyMap<number, FrameData>
  readonly #tracebacks = new Map<string, readonly FrameData[]>()
  readonly #labels = new Map<string, NamedValue>()

  constructor(bytes: Buffer, profile: Profile) {
    this.#bytes = bytes
    this.#string = index => profile.stringTable.strings[Number(index)] ?? missing('string', index)
    this.#frames = framesOf(profile, this.#string)
  }

  /** @throws {RangeError} when the bytes from `start` to `end` are no sample of ours */
  read(start: number, end: number): TraceData {
    let traceback: readonly FrameData[] = []
    let values: number[] = []
    const labels: Record<string, string | number> = {}
    eachField(this.#bytes, start, end, (field, from, to) => {
      if (field === sampleFields.location) traceback = this.#traceback(from, to)
      else if (field === sampleFields.value) values = this.#values(from, to)
      else if (field === sampleFields.label) {
        const { name, value } = this.#label(from, to)
        labels[name] = value
      }
    })
    if (values.length !== sampleTypes.length) throw new RangeError(`a sample of ${values.length} values`)
    const [allocatedCount, allocatedSize, count, size] = values
    return {
      domain: labels[labelKeys.domain] as Domain,
      totalFrames: labels[labelKeys.totalFrames] as number | undefined,
      test: (labels[labelKeys.test] ?? '') as string,
      window: (labels[labelKeys.window] ?? 0) as number,
      traceback,
      size,
      count,
      allocatedSize,
      allocatedCount,
    } as TraceData
  }

  #values(start: number, end: number): number[] {
    const values: number[] = []
    for (let position = start; position < end; position = endOfVarint(this.#bytes, position, end)) {
      values.push(readVarint(this.#bytes, position, end))
    }
    return values
  }

  #traceback(start: number, end: number): readonly FrameData[] {
    const key = this.#bytes.toString('latin1', start, end)
    const known = this.#tracebacks.get(key)
    if (known) return known
    const frames = this.#values(start, end).map(id => this.#frames.get(id) ?? missing('location', id))
    this.#tracebacks.set(key, frames.reverse())
    return frames
  }

  #label(start: number, end: number): NamedValue {
    const bytes = this.#bytes.toString('latin1', start, end)
    const known = this.#labels.get(bytes)
    if (known) return known
    const { key, str, num } = pprofFormat().Label.decode(this.#bytes.subarray(start, end))
    const named = { name: this.#string(key), value: Number(str) === 0 ? Number(num) : this.#string(str) }
    this.#labels.set(bytes, named)
    return named
  }
}

function framesOf(profile: Profile, string: (index: number | bigint) => string): Map<number, FrameData> {
  const functions = new Map(profile.function.map(({ id, ...named }) => [Number(id), named]))
  const frames = new Map<number, FrameData>()
  for (const { id, line } of profile.location) {
    const [place = missing('line of location', id)] = line
    const { filename, systemName } = functions.get(Number(place.functionId)) ?? missing('function', place.functionId)
    frames.set(Number(id), {
      filename: string(filename),
      functionName: string(systemName),
      lineno: Number(place.line),
      column: Number(place.column),
    })
  }
  return frames
}

function missing(what: string, id: number | bigint): never {
  throw new RangeError(`there is no ${what} ${id}`)
}
