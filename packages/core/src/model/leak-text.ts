import { formatSize } from '../units.js'
import type { Amount } from './amount.js'
import type { LeakResult } from './leak-result.js'
import { siteRows } from './violation-text.js'

/**
 * A leak in words: what each run has added, then where, at most five sites.
 *
 *     leaks: +1280 B, +1280 B, +1280 B (3 runs after 3 warm-ups)
 *       src/cache.ts:27  3840 B in 12 allocations  Cache.set
 */
export function leakText({ warmups, growth, sites }: LeakResult): string[] {
  const runs = growth.length === 1 ? '1 run' : `${growth.length} runs`
  return [
    `leaks: ${seriesText(growth)} (${runs} after ${warmups} warm-up${warmups === 1 ? '' : 's'})`,
    ...siteRows(sites, 'retained'),
  ]
}

/** In what has grown in every run: bytes, or else objects. */
function seriesText(growth: readonly Amount[]): string {
  if (growth.every(({ bytes }) => bytes > 0)) return growth.map(({ bytes }) => formatSize(bytes, true)).join(', ')
  return `${growth.map(({ count }) => `+${count}`).join(', ')} objects`
}
