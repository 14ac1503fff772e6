import type { Columns } from '@tracemalloc/native'
import type { Amount } from '../model/amount.js'
import type { Domain, LineQuality } from '../model/result.js'
import type { RawFrame, WindowRecord } from './engine.js'
import type { FrameTable } from './frame-table.js'

const domains: readonly Domain[] = ['heap', 'code', 'arraybuffer', 'native']
const qualities: readonly LineQuality[] = ['exact', 'approximate', 'function']

/** Rows out of columns. Tracebacks that are equal in the columns are one array, equal frames are one object. */
export function recordsOf(columns: Columns, frames: FrameTable): WindowRecord[] {
  const interned = Array.from(columns.frameLine, (_, index) => frames.intern(frameAt(columns, index)))
  const tracebacks = Array.from(columns.tracebackTotal, (_, index) => tracebackAt(columns, index, interned))
  const records: WindowRecord[] = []
  for (let row = 0; row < columns.mark.length; row++) {
    const traceback = at(columns.traceback, row)
    records.push({
      mark: at(columns.mark, row),
      traceback: tracebacks[traceback] ?? [],
      totalFrames: at(columns.tracebackTotal, traceback),
      domain: domains[at(columns.domain, row)] ?? 'heap',
      retained: amount(at(columns.retainedBytes, row), at(columns.retainedCount, row)),
      allocated: amount(at(columns.allocatedBytes, row), at(columns.allocatedCount, row)),
    })
  }
  return records
}

/** Samples stand for fractions of allocations; reports do not. */
const amount = (bytes: number, count: number): Amount => ({ bytes: Math.round(bytes), count: Math.round(count) })

function frameAt(columns: Columns, index: number): RawFrame {
  return {
    filename: columns.strings[at(columns.frameFile, index)] ?? '',
    lineno: at(columns.frameLine, index),
    column: at(columns.frameColumn, index),
    functionName: columns.strings[at(columns.frameFunction, index)] ?? '',
    quality: qualities[at(columns.frameQuality, index)] ?? 'function',
  }
}

/** The columns have the newest frame first, records the oldest. */
function tracebackAt(columns: Columns, index: number, frames: readonly RawFrame[]): readonly RawFrame[] {
  const start = at(columns.tracebackStart, index)
  const end = index + 1 < columns.tracebackStart.length ? at(columns.tracebackStart, index + 1) : start
  return Array.from(columns.tracebackFrames.subarray(start, end), frame => frames[frame])
    .filter(frame => frame !== undefined)
    .reverse()
}

/** A typed array has no holes; the index comes from the same columns. */
function at(column: Uint8Array | Uint32Array | Float64Array, index: number): number {
  return column[index] ?? 0
}
