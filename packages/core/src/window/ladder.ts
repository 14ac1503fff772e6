import type { Collection } from '../engine/engine.js'
import { type Collector, collect } from './collect.js'
import type { Measure } from './measure.js'

/** What the ladder climbs with. */
export interface Rungs extends Collector {
  /** Reads the window, code, runner and Node left out. */
  readonly measure: () => Measure
}

// The last one also frees what the one before has finalised, and what V8 caches (regular expressions, evaluated code):
// 100 KB in a test that makes 200 of each.
const collections: readonly Collection[] = ['minor', 'full', 'lowMemory']

/**
 * Whether what is alive of a window is over a limit, with as little collecting as possible: the engine's upper bound
 * costs nothing and settles most; then, after each collection from the cheapest to the dearest, the bound again, and a
 * reading that leaves out what is not the user's.
 * @param mark the window's start
 * @returns the reading after the last collection when it is over the limit
 */
export async function overRetained(mark: number, limit: number, rungs: Rungs): Promise<Measure | undefined> {
  const { engine, measure } = rungs
  if (engine.aliveSince(mark) <= limit) return undefined
  let last: Measure | undefined
  for (const kind of collections) {
    await collect(rungs, kind)
    if (engine.aliveSince(mark) <= limit) return undefined
    last = measure()
    if (last.retained.bytes <= limit) return undefined
  }
  return last
}
