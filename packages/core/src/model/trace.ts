import { formatSize } from '../units.js'
import type { FrameData } from './frame.js'
import { inspect } from './inspect.js'
import type { Domain } from './result.js'
import type { Traceback } from './traceback.js'

/** A trace as plain data. */
export interface TraceData {
  readonly domain: Domain
  /** Bytes of all its allocations. */
  readonly size: number
  /** Allocations with this traceback that were counted together; default 1. */
  readonly count?: number
  /** Oldest first. */
  readonly traceback: readonly FrameData[]
  /** Frames that the stack had, kept or not. */
  readonly totalFrames?: number
}

/** Live memory with one traceback: a single allocation, or as many as `count` says. Immutable. */
export class Trace {
  constructor(
    readonly domain: Domain,
    readonly size: number,
    readonly count: number,
    readonly traceback: Traceback,
  ) {
    Object.freeze(this)
  }

  equals(other: Trace): boolean {
    return (
      this.domain === other.domain &&
      this.size === other.size &&
      this.count === other.count &&
      this.traceback.equals(other.traceback)
    )
  }

  /** `src/cache.ts:27: 10 B` */
  toString(): string {
    return `${this.traceback}: ${formatSize(this.size)}`
  }

  [inspect](): string {
    return `<Trace domain=${this.domain} size=${formatSize(this.size)}, traceback=${this.traceback[inspect]()}>`
  }
}
