import type { Engine, StartOptions } from './engine/engine.js'
import { currentEngine } from './engine/shared.js'
import { traced } from './traced.js'

/** What `start` began. */
export interface Tracing {
  readonly engine: Engine
  readonly options: StartOptions
  /** The test runner's: it must go on when we stop. */
  readonly borrowed: boolean
}

/** Whether, and how, the API traces this thread. */
export const currentTracing = (): Tracing | undefined => traced.now

export function setTracing(now: Tracing | undefined): void {
  traced.now = now
}

/** Does some work of ours, whose allocations are not the user's. A test runner's tracer sees none of it either. */
export function untraced<T>(work: () => T): T {
  const engine = traced.now?.engine ?? currentEngine()
  engine?.pause()
  try {
    return work()
  } finally {
    engine?.resume()
  }
}
