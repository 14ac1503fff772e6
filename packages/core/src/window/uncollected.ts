import { setTimeout } from 'node:timers/promises'
import type { Engine } from '../engine/engine.js'
import { quietly } from './quietly.js'
import { settle } from './settle.js'

/** What is pending may take a moment to end, and finalizers let go of more. */
const pauseMs = 20

// Taken before a test can replace it.
const pause = setTimeout

/** Collects garbage, at most so many times, and tells which of these objects live on. */
export async function uncollected<T extends WeakRef<object>>(
  engine: Engine,
  targets: readonly T[],
  rounds: number,
): Promise<readonly T[]> {
  let alive = targets
  for (let round = 0; round < rounds && alive.length > 0; round++) {
    if (round > 1) await pause(pauseMs)
    // A reference that was made or looked at holds its object until the turn of the event loop ends.
    await settle()
    quietly(engine, () => engine.collect(round === 0 ? 'full' : 'lowMemory'))
    alive = alive.filter(target => target.deref() !== undefined)
  }
  return alive
}
