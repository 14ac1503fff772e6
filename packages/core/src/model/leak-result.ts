import type { Amount } from './amount.js'
import type { Site } from './result.js'

/** What a test that was run several times has left behind, time after time. */
export interface LeakResult {
  /** Runs before those that count. */
  readonly warmups: number
  /** By how much each run that counts has changed what is alive: blame `yours` and `dependency`, domain `code` left out. */
  readonly growth: readonly Amount[]
  /** Whether each of them has left more alive than there was before. */
  readonly leaks: boolean
  /** When it leaks: where, with what they have added together as `retained`; at most `top` of them (0: all). */
  readonly sites: readonly Site[]
}
