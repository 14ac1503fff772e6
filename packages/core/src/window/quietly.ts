import type { Engine } from '../engine/engine.js'

/** Does our own work untraced. */
export function quietly<T>(engine: Engine, work: () => T): T {
  engine.pause()
  try {
    return work()
  } finally {
    engine.resume()
  }
}
