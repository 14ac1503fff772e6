import type { RawFrame, WindowRecord } from './engine/engine.js'
import type { FrameData } from './model/frame.js'
import type { TraceTable } from './model/trace-table.js'
import { TraceTableBuilder } from './model/trace-table-builder.js'
import { Traceback } from './model/traceback.js'
import { sourceLine } from './resolve/source-line.js'
import { createLocator } from './resolve/source-map.js'

/**
 * Records of an engine as a table, at their places in the original sources. What was allocated and is gone is a row too.
 * @param testNames Where a test runner traces: which test was running, by the record's mark. Other marks mean nothing.
 */
export function tableOfRecords(records: readonly WindowRecord[], testNames?: ReadonlyMap<number, string>): TraceTable {
  const placesOf = frameLocator()
  const tracebacks = new Map<WindowRecord['traceback'], readonly FrameData[]>()
  const builder = new TraceTableBuilder(records.length, sourceLine)
  for (const { domain, retained, allocated, traceback, totalFrames, mark } of records) {
    const places = tracebacks.get(traceback) ?? placesOf(traceback)
    tracebacks.set(traceback, places)
    builder.add({
      domain,
      size: retained.bytes,
      count: retained.count,
      traceback: places,
      totalFrames,
      // The engine can have forgotten what was allocated in earlier windows, but never what is alive of it.
      allocatedSize: Math.max(allocated.bytes, retained.bytes),
      allocatedCount: Math.max(allocated.count, retained.count),
      window: testNames ? mark : 0,
      test: testNames?.get(mark) ?? '',
    })
  }
  return builder.build()
}

/** A record's traceback at its place in the original sources. */
export const tracebackOfRecord = ({ traceback, totalFrames }: WindowRecord): Traceback =>
  new Traceback(frameLocator()(traceback), totalFrames, sourceLine)

/** Tracebacks share frames: each is looked up once, and stays one object. */
function frameLocator(): (traceback: readonly RawFrame[]) => readonly FrameData[] {
  const locate = createLocator({ root: process.cwd() })
  const places = new Map<RawFrame, FrameData>()
  const placeOf = (frame: RawFrame): FrameData => {
    const { absolute, line, column, function: functionName } = locate(frame)
    return { filename: absolute, lineno: line, column, functionName }
  }
  return traceback =>
    traceback.map(frame => {
      const place = places.get(frame) ?? placeOf(frame)
      places.set(frame, place)
      return place
    })
}
