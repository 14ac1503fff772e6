import type { GraphLimits } from '../engine/explanations.js'
import { OptionReader } from './option-reader.js'

/** What finding out who holds objects may cost. Beyond that the answer is partial, and says so. */
export interface ExplainOptions {
  /** Milliseconds for one heap snapshot and its search. Default: 20000. */
  readonly timeout?: number | undefined
  /** Objects on the heap: a heap snapshot takes about 200 bytes for each. Default: 5000000. */
  readonly maxNodes?: number | undefined
  /**
   * Milliseconds of CPU time that explaining what tests and files retain may have taken in one worker before it is done for
   * another file. Default: 60000.
   */
  readonly total?: number | undefined
}

/** What explaining may cost. */
export interface ExplainLimits extends GraphLimits {
  readonly total: number
}

export const defaultLimits: ExplainLimits = { timeout: 20_000, maxNodes: 5_000_000, total: 60_000 }

/**
 * Checks options, and fills in the defaults.
 * @param path Key path of the object, for messages; empty for the outermost.
 * @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export function parseLimits(value: unknown, path: string, where: string): ExplainLimits {
  const reader = new OptionReader(value === undefined ? {} : value, ['timeout', 'maxNodes', 'total'], path, where)
  return {
    ...defaultLimits,
    ...reader.read('timeout', reader.integer('timeout', 1, 3_600_000)),
    ...reader.read('maxNodes', reader.integer('maxNodes', 1, Number.MAX_SAFE_INTEGER)),
    ...reader.read('total', reader.integer('total', 0, Number.MAX_SAFE_INTEGER)),
  }
}
