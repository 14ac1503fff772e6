import { type Engine, type ParsedOptions, sharedEngine, transparentPatterns } from '@tracemalloc/core/worker'
import { ownRoots } from '../own-roots.js'

/** This isolate's running tracer, or one line that says why there is none. */
export interface Tracer {
  readonly engine?: Engine
  readonly notice?: string
}

/** Starts tracing in this isolate unless it traces already; it is never stopped. Never throws: tests must run anyway. */
export function tracer({ frames, mode, interval, lines }: ParsedOptions): Tracer {
  try {
    return sharedEngine({ frames, mode, interval, lines, transparent: transparentPatterns(ownRoots) })
  } catch (error) {
    return { notice: `${error instanceof Error ? error.message : error} Nothing is traced.` }
  }
}
