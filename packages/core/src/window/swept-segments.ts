import type { Engine, Siting, WindowRecord } from '../engine/engine.js'
import { perIsolate } from '../engine/per-isolate.js'

const marks = perIsolate('swept segments', () => new WeakMap<Engine, Set<number>>())

/**
 * Marks of the segments in which a test was run with failing allocations, one set per engine. What is left of them is told
 * by that test's sweep, and counts neither for the test nor for the file.
 */
export function sweptSegments(engine: Engine): Set<number> {
  const known = marks.get(engine) ?? new Set<number>()
  marks.set(engine, known)
  return known
}

/** `engine.read`, without these segments. */
export function unsweptRecords(engine: Engine, from: number, to?: number, siting?: Siting): readonly WindowRecord[] {
  const records = engine.read(from, to, siting)
  const swept = sweptSegments(engine)
  return swept.size === 0 ? records : records.filter(({ mark }) => !swept.has(mark))
}
