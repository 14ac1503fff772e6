import type { Collection, Engine } from '../engine/engine.js'
import { retireBufferPool } from './buffer-pool.js'
import { quietly } from './quietly.js'

/** What collecting garbage needs. */
export interface Collector {
  readonly engine: Engine
  readonly settle: () => Promise<void>
}

/** Lets the event loop have its turn, then collects garbage. */
export async function collect({ engine, settle }: Collector, kind: Collection): Promise<void> {
  await settle()
  quietly(engine, () => {
    retireBufferPool()
    engine.collect(kind)
  })
}
