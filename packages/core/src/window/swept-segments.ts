import type { Engine } from '../engine/engine.js'
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
