import { type Profile, Sample } from 'pprof-format'
import type { FrameData } from '../model/frame.js'
import type { Domain } from '../model/result.js'
import type { TraceData } from '../model/trace.js'
import { labelKeys } from './pprof-labels.js'
import { eachField, endOfVarint, readVarint } from './protobuf-fields.js'

/** Numbers of the fields in pprof's `Sample`. */
const locationField = 1
const valueField = 2
const labelField = 3

type Labels = Pick<TraceData, 'domain' | 'totalFrames' | 'test' | 'window'>

/**
 * Reads samples out of an encoded profile. Most samples have stack and labels in common with others: those are decoded
 * once, and known again by their bytes.
 */
export class SampleReader {
  readonly #bytes: Buffer
  readonly #strings: readonly string[]
  readonly #frames: ReadonlyMap<number, FrameData>
  readonly #tracebacks = new Map<string, readonly FrameData[]>()
  readonly #labels = new Map<string, Labels>()

  constructor(bytes: Buffer, profile: Profile) {
    this.#bytes = bytes
    this.#strings = profile.stringTable.strings
    this.#frames = framesOf(profile)
  }

  /** @throws {RangeError} when the bytes from `start` to `end` are no sample of ours */
  read(start: number, end: number): TraceData {
    let stack = ''
    let labels = ''
    let values = [0, 0]
    eachField(this.#bytes, start, end, (field, from, to) => {
      if (field === locationField) stack += this.#bytes.toString('latin1', from, to)
      else if (field === labelField) labels += this.#bytes.toString('latin1', from - 1, to)
      else if (field === valueField) values = [from, to]
    })
    const [count, size, allocatedCount, allocatedSize] = this.#values(values[0] as number, values[1] as number)
    const traceback = this.#tracebacks.get(stack) ?? this.#traceback(stack, start, end)
    const named = this.#labels.get(labels) ?? this.#labelsOf(labels, start, end)
    return { ...named, traceback, size, count, allocatedSize, allocatedCount }
  }

  #values(start: number, end: number): [number, number, number, number] {
    const values: number[] = []
    for (let position = start; position < end; position = endOfVarint(this.#bytes, position, end)) {
      values.push(readVarint(this.#bytes, position, end))
    }
    if (values.length !== 4) throw new RangeError(`a sample has ${values.length} values instead of 4`)
    return values as [number, number, number, number]
  }

  #traceback(key: string, start: number, end: number): readonly FrameData[] {
    const { locationId } = Sample.decode(this.#bytes.subarray(start, end))
    const frames = locationId.map(id => this.#frames.get(Number(id)) ?? missing('location', id)).reverse()
    this.#tracebacks.set(key, frames)
    return frames
  }

  #labelsOf(key: string, start: number, end: number): Labels {
    const values = new Map<string, string | number>()
    for (const { key, str, num } of Sample.decode(this.#bytes.subarray(start, end)).label) {
      values.set(this.#string(key), Number(str) === 0 ? Number(num) : this.#string(str))
    }
    const named = {
      domain: values.get(labelKeys.domain) as Domain,
      totalFrames: values.get(labelKeys.totalFrames),
      test: values.get(labelKeys.test) ?? '',
      window: values.get(labelKeys.window) ?? 0,
    } as Labels
    this.#labels.set(key, named)
    return named
  }

  readonly #string = (index: number | bigint): string => this.#strings[Number(index)] ?? missing('string', index)
}

function framesOf(profile: Profile): Map<number, FrameData> {
  const string = (index: number | bigint) => profile.stringTable.strings[Number(index)] ?? missing('string', index)
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
