import { formatSize } from '../units.js'
import { inspect } from './inspect.js'
import type { Traceback } from './traceback.js'

/** What one group of traces adds up to. Immutable. */
export class Statistic {
  constructor(
    readonly traceback: Traceback,
    /** Bytes. */
    readonly size: number,
    readonly count: number,
  ) {
    Object.freeze(this)
  }

  /** Negative when this one is to be listed first: descending by size, count, traceback. */
  compare(other: Statistic): number {
    return other.size - this.size || other.count - this.count || other.traceback.compare(this.traceback)
  }

  /** `src/cache.ts:27: size=66 B, count=1, average=66 B` */
  toString(): string {
    return `${this.traceback}: size=${formatSize(this.size)}, count=${this.count}${averageText(this)}`
  }

  [inspect](): string {
    return `<Statistic traceback=${this.traceback[inspect]()} size=${this.size} count=${this.count}>`
  }
}

/** `, average=66 B`; nothing when there is nothing to divide by. */
export const averageText = ({ size, count }: { readonly size: number; readonly count: number }): string =>
  count === 0 ? '' : `, average=${formatSize(size / count)}`
