import type { Engine, WindowRecord } from '../engine/engine.js'
import { perIsolate } from '../engine/per-isolate.js'

/** The marks of the segments in which a test was running. Segments of earlier files can be read again, in later ones. */
const marks = new WeakMap<Engine, Set<number>>()

/** Marks at which a test was running when the segment began; one set per engine, for all its files. */
export function testSegments(engine: Engine): Set<number> {
  const known = marks.get(engine) ?? new Set()
  marks.set(engine, known)
  return known
}

const names = perIsolate('test names', () => new WeakMap<Engine, Map<number, string>>())

/** By the mark of a segment: the full name of the one test that was running in it. Concurrent tests share theirs. */
export function testNames(engine: Engine): Map<number, string> {
  const known = names.get(engine) ?? new Map<number, string>()
  names.set(engine, known)
  return known
}

/**
 * Forgets the segments of tests of which nothing is left: in an isolate that runs test files for days, there are many.
 * @param records all that can still be read
 */
export function keepTestSegments(engine: Engine, records: readonly WindowRecord[]): void {
  const left = new Set(records.map(({ mark }) => mark))
  for (const known of [testSegments(engine), testNames(engine)]) {
    for (const mark of known.keys()) if (!left.has(mark)) known.delete(mark)
  }
}
