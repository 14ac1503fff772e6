import type { Engine, RawFrame, WindowRecord } from '../engine/engine.js'
import type { FrameData } from '../model/frame.js'
import type { TraceTable } from '../model/trace-table.js'
import { TraceTableBuilder } from '../model/trace-table-builder.js'
import { Traceback } from '../model/traceback.js'
import { sourceLine } from '../resolve/source-line.js'
import { createLocator } from '../resolve/source-map.js'
import { runnerPlaces } from './runner-places.js'
import { testNames } from './test-segments.js'

/**
 * What an engine knows, as a table, at its place in the original sources. What was allocated and is gone is a row too.
 * @param borrowed Whether the engine is a test runner's: then its marks are the windows of tests.
 * @param records Default: all there are.
 */
export function tableOf(
  engine: Engine,
  borrowed: boolean,
  records: readonly WindowRecord[] = engine.read(0),
): TraceTable {
  const placesOf = frameLocator(engine)
  const tests = testNames(engine)
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
      window: borrowed ? mark : 0,
      test: tests.get(mark) ?? '',
    })
  }
  return builder.build()
}

/** Where an object was allocated, at its place in the original sources; `null` when the engine does not know. */
export function tracebackOf(engine: Engine, object: unknown): Traceback | null {
  const [found] = engine.find([object])
  return found ? new Traceback(frameLocator(engine)(found.traceback), found.totalFrames, sourceLine) : null
}

/** Tracebacks share frames: each is looked up once, and stays one object. */
export function frameLocator(engine: Engine): (traceback: readonly RawFrame[]) => readonly FrameData[] {
  const locate = createLocator({ root: process.cwd(), ...runnerPlaces.get(engine) })
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
