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
  /** As of `Trace`. */
  readonly allocatedSize?: number
  /** As of `Trace`. */
  readonly allocatedCount?: number
  /** As of `Trace`. */
  readonly window?: number
  /** As of `Trace`. */
  readonly test?: string
}

type Whence = Pick<TraceData, 'allocatedSize' | 'allocatedCount' | 'window' | 'test'>

/** Live memory with one traceback: a single allocation, or as many as `count` says. Immutable. */
export class Trace {
  /** Bytes that were allocated like this, freed ones included. Default: `size`. */
  readonly allocatedSize: number
  /** Allocations of `allocatedSize`. Default: `count`. */
  readonly allocatedCount: number
  /** The window it was allocated in: a number that grows while tests run. 0 (the default): not known. */
  readonly window: number
  /** Full name of the test it was allocated in; default: empty. */
  readonly test: string

  constructor(
    readonly domain: Domain,
    readonly size: number,
    readonly count: number,
    readonly traceback: Traceback,
    { allocatedSize = size, allocatedCount = count, window = 0, test = '' }: Whence = {},
  ) {
    this.allocatedSize = allocatedSize
    this.allocatedCount = allocatedCount
    this.window = window
    this.test = test
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
