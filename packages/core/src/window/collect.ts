import type { Collection, Engine } from '../engine/engine.js'
import { retireBufferPool } from './buffer-pool.js'
import { quietly } from './quietly.js'
import type { Loosen } from './weak-hold.js'

/** What collecting garbage needs. */
export interface Collector {
  readonly engine: Engine
  readonly settle: () => Promise<void>
  readonly loosen: Loosen
}

/** Lets the event loop have its turn, then collects garbage, and with it what only the test runner holds. */
export async function collect({ engine, settle, loosen }: Collector, kind: Collection): Promise<void> {
  const tighten = quietly(engine, loosen)
  try {
    await settle()
    quietly(engine, () => {
      retireBufferPool()
      engine.collect(kind)
    })
  } finally {
    quietly(engine, tighten)
  }
}
