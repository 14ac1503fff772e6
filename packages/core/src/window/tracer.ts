import type { ParsedOptions } from '../budget/options.js'
import type { Choice } from '../engine/choose.js'
import type { StartOptions } from '../engine/engine.js'
import { sharedEngine } from '../engine/shared.js'
import { endPatterns, runnerPatterns, transparentPatterns } from '../resolve/blame.js'

/**
 * This isolate's running tracer, or one line that says why there is none. Starts tracing unless it does already; it is
 * never stopped. Never throws: tests must run anyway.
 * @param ownRoots as for `transparentPatterns`
 */
export function tracer(
  { frames, mode, interval, overhead, lines }: ParsedOptions,
  ownRoots: readonly string[],
  existing: StartOptions['existing'] = 'all',
): Choice {
  try {
    const transparent = transparentPatterns(ownRoots)
    const owners = { transparent, runner: runnerPatterns(ownRoots), ends: endPatterns }
    return sharedEngine({ frames, mode, interval, overhead, lines, ...owners, existing })
  } catch (error) {
    return { notice: `${error instanceof Error ? error.message : error} Nothing is traced.` }
  }
}
