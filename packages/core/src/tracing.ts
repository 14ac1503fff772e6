import type { Engine, StartOptions } from './engine/engine.js'
import { currentEngine } from './engine/shared.js'

/** What `start` began. */
export interface Tracing {
  readonly engine: Engine
  readonly options: StartOptions
  /** The test runner's: it must go on when we stop. */
  readonly borrowed: boolean
}

let tracing: Tracing | undefined

/** Whether, and how, the API traces this thread. */
export const currentTracing = (): Tracing | undefined => tracing

export function setTracing(now: Tracing | undefined): void {
  tracing = now
}

/** Does some work of ours, whose allocations are not the user's. A test runner's tracer sees none of it either. */
export function untraced<T>(work: () => T): T {
  const engine = tracing?.engine ?? currentEngine()
  engine?.pause()
  try {
    return work()
  } finally {
    engine?.resume()
  }
}
