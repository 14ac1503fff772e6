import { formatSize } from '../units.js'
import { inspect } from './inspect.js'
import { averageText, type Statistic } from './statistic.js'
import type { Traceback } from './traceback.js'

/** What became of one group of traces between two snapshots. Immutable. */
export class StatisticDiff {
  constructor(
    readonly traceback: Traceback,
    /** Bytes now. */
    readonly size: number,
    /** Bytes now less bytes then. */
    readonly sizeDiff: number,
    readonly count: number,
    readonly countDiff: number,
  ) {
    Object.freeze(this)
  }

  /** Negative when this one is to be listed first: descending by |sizeDiff|, size, |countDiff|, count, traceback. */
  compare(other: StatisticDiff): number {
    return (
      Math.abs(other.sizeDiff) - Math.abs(this.sizeDiff) ||
      other.size - this.size ||
      Math.abs(other.countDiff) - Math.abs(this.countDiff) ||
      other.count - this.count ||
      other.traceback.compare(this.traceback)
    )
  }

  /** `src/cache.ts:27: size=2048 B (+1024 B), count=10 (+5), average=205 B` */
  toString(): string {
    const size = `size=${formatSize(this.size)} (${formatSize(this.sizeDiff, true)})`
    return `${this.traceback}: ${size}, count=${this.count} (${signed(this.countDiff)})${averageText(this)}`
  }

  [inspect](): string {
    const size = `size=${this.size} (${signed(this.sizeDiff)}) count=${this.count} (${signed(this.countDiff)})`
    return `<StatisticDiff traceback=${this.traceback[inspect]()} ${size}>`
  }
}

/** `+5`, `-3`, `+0` */
export const signed = (count: number): string => (count < 0 ? String(count) : `+${count}`)

/** Pairs the groups of two snapshots; a group that vanished stays with size 0. */
export function compareGroups(
  old: ReadonlyMap<string, Statistic>,
  now: ReadonlyMap<string, Statistic>,
): StatisticDiff[] {
  const left = new Map(old)
  const differences: StatisticDiff[] = []
  for (const [key, { traceback, size, count }] of now) {
    const before = left.get(key)
    left.delete(key)
    const sizeDiff = size - (before?.size ?? 0)
    differences.push(new StatisticDiff(traceback, size, sizeDiff, count, count - (before?.count ?? 0)))
  }
  for (const { traceback, size, count } of left.values()) {
    differences.push(new StatisticDiff(traceback, 0, -size, 0, -count))
  }
  return differences
}
