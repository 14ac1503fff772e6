import type { Columns } from '@tracemalloc/native'
import { type Amount, errorOf } from '../model/amount.js'
import { errorOfVariance } from '../model/confidence.js'
import type { Domain, LineQuality } from '../model/result.js'
import type { RawFrame, WindowRecord } from './engine.js'
import type { FrameTable } from './frame-table.js'

const domains: readonly Domain[] = ['heap', 'code', 'arraybuffer', 'native']
const qualities: readonly LineQuality[] = ['exact', 'approximate', 'function']

/**
 * Rows out of columns, without those of nothing. Tracebacks that are equal in the columns are one array, equal frames are one object. Plain loops:
 * exact lines keep V8 from optimising code, this code too, and a test file can have 100,000 frames.
 */
export function recordsOf(columns: Columns, frames: FrameTable): WindowRecord[] {
  const tracebacks = tracebacksOf(columns, framesOf(columns, frames))
  const { mark, traceback, domain, retainedBytes, retainedCount, allocatedBytes, allocatedCount } = columns
  const { retainedVariance, allocatedVariance } = columns
  const records: WindowRecord[] = []
  for (let row = 0; row < mark.length; row++) {
    const index = at(traceback, row)
    const retained = amount(at(retainedBytes, row), at(retainedCount, row), at(retainedVariance, row))
    const allocated = amount(at(allocatedBytes, row), at(allocatedCount, row), at(allocatedVariance, row))
    // What turned out to be about code was booked over from here.
    if (isNothing(retained) && isNothing(allocated)) continue
    records.push({
      mark: at(mark, row),
      traceback: tracebacks[index] ?? [],
      totalFrames: at(columns.tracebackTotal, index),
      tracebackId: columns.tracebackId[index],
      domain: domains[at(domain, row)] ?? 'heap',
      retained,
      allocated,
    })
  }
  return records
}

/** Samples stand for fractions of allocations; reports do not. */
const amount = (bytes: number, count: number, variance: number): Amount => ({
  bytes: Math.round(bytes),
  count: Math.round(count),
  ...(variance > 0 && errorOf(errorOfVariance(variance))),
})

const isNothing = ({ bytes, count }: Amount): boolean => bytes === 0 && count === 0

/** A frame per row of the columns of frames. */
export function framesOf({ strings, ...columns }: Columns, frames: FrameTable): RawFrame[] {
  const { frameFile, frameFunction, frameLine, frameColumn, frameQuality } = columns
  const made: RawFrame[] = []
  for (let index = 0; index < frameLine.length; index++) {
    const frame = {
      filename: strings[at(frameFile, index)] ?? '',
      lineno: at(frameLine, index),
      column: at(frameColumn, index),
      functionName: strings[at(frameFunction, index)] ?? '',
      quality: qualities[at(frameQuality, index)] ?? 'function',
    }
    made.push(frames.intern(frame))
  }
  return made
}

/** The columns have the newest frame first, records the oldest. */
export function tracebacksOf({ tracebackStart, tracebackFrames }: Columns, frames: readonly RawFrame[]) {
  const made: (readonly RawFrame[])[] = []
  for (let index = 0; index + 1 < tracebackStart.length; index++) {
    const traceback: RawFrame[] = []
    const start = at(tracebackStart, index)
    for (let next = at(tracebackStart, index + 1) - 1; next >= start; next--) {
      const frame = frames[at(tracebackFrames, next)]
      if (frame) traceback.push(frame)
    }
    made.push(traceback)
  }
  return made
}

/** A typed array has no holes; the index comes from the same columns. */
const at = (column: Uint8Array | Uint32Array | Float64Array, index: number): number => column[index] ?? 0
