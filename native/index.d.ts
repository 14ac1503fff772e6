/** Why tracing could not start, or the quality it started with. */
export interface StartResult {
  readonly ok: boolean
  /** Stable: 'ANOTHER_SAMPLER' | 'UNKNOWN_V8' | 'SELF_CHECK' … ; empty when ok. */
  readonly code: string
  /** What did not match, in words. */
  readonly reason: string
  /** 'exact' | 'approximate': whether the self-check found exact lines. */
  readonly lines: 'exact' | 'approximate'
  /** What off-heap memory is not traced, and why; empty when all is. */
  readonly buffers: string
}

export interface StartOptions {
  /** 1: every allocation. */
  readonly interval: number
  readonly frames: number
  readonly lines: 'exact' | 'fast'
  readonly transparent: readonly string[]
  /** Seed of the sampling draws; fixed seeds give repeatable runs. 0: from the clock. */
  readonly seed: number
}

/** One crossing: rows as columns, tracebacks and frames interned, one string table. */
export interface Columns {
  /** Per row. */
  readonly mark: Uint32Array
  readonly traceback: Uint32Array
  /** 0 heap, 1 code, 2 arraybuffer. */
  readonly domain: Uint8Array
  readonly retainedBytes: Float64Array
  readonly retainedCount: Float64Array
  readonly allocatedBytes: Float64Array
  readonly allocatedCount: Float64Array
  /** Per traceback: its frames are `tracebackFrames[tracebackStart[t] … tracebackStart[t + 1] - 1]`, newest first. */
  readonly tracebackStart: Uint32Array
  readonly tracebackFrames: Uint32Array
  readonly tracebackTotal: Uint32Array
  /** Per frame; file and function index `strings`; line and column are 1-based, 0 unknown. */
  readonly frameFile: Uint32Array
  readonly frameFunction: Uint32Array
  readonly frameLine: Uint32Array
  readonly frameColumn: Uint32Array
  /** 0 exact, 1 approximate, 2 function start. */
  readonly frameQuality: Uint8Array
  readonly strings: readonly string[]
}

/** Which frame stands for a traceback, so that rows are one per place instead of one per traceback. */
export interface Siting {
  /**
   * Asked once per file and reading. Going down from the newest frame: 0 is the site; 1 is it outside of tests only; 2 never is; 3 never
   * is, and nothing below either. What has no site gets some frame of the newest frame's file.
   */
  readonly roleOf: (file: string) => number
  /** Marks of the segments in which a test was running. */
  readonly testMarks: Uint32Array
}

export interface Totals {
  /** Since start. */
  readonly allocatedBytes: number
  readonly liveBytes: number
  readonly liveCount: number
  readonly peakBytes: number
  /** Of `liveBytes`: outside of V8's heap. */
  readonly bufferBytes: number
  readonly unobservedBytes: number
  readonly ownBytes: number
}

export function start(options: StartOptions): StartResult
export function stop(): void
export function tracing(): boolean
export function mark(): number
export function allocatedSince(mark: number): number
export function aliveSince(mark: number): number
/** Of the segments from <= mark < to. With `sites`, tracebacks are the one frame that stands for them, none for code. */
export function read(from: number, to: number, sites?: Siting): Columns
/** The trace of one object (or string, bigint, symbol): one row, none when it was not traced. Looks at every live trace. */
export function find(object: unknown): Columns
export function forget(before: number): void
/** 0 minor, 1 full, 2 low memory notification. */
export function collect(kind: 0 | 1 | 2): void
/** Mean bytes between samples from here on, 1: every allocation. False when V8 did not let us: then nothing is traced. */
export function setInterval(interval: number): boolean
export function pause(): void
export function resume(): void
export function totals(): Totals
export function resetPeak(): void

/** Which allocations of off-heap memory fail. */
export interface FailurePlan {
  /** The first that fails, counted from 1; 0: none, they are only counted. */
  readonly nth: number
  /** How many fail in a row. */
  readonly count: number
  /** All from the nth on. */
  readonly persistent: boolean
  /** Those of native code as well: V8 ends the process when such a one fails. */
  readonly native: boolean
  /** Only those that some script asks for which is not transparent. */
  readonly owned: boolean
  /** Smaller ones are not counted. */
  readonly minSize: number
  /** A part of the script's name whose code asks, transparent ones passed over; empty: any. */
  readonly file: string
}

/** Counts from 1 anew. False when nothing is traced, or a failure would not be a RangeError here. */
export function armFailures(plan: FailurePlan): boolean
export function disarmFailures(): void
/** What was asked for since `armFailures`: a row each, `mark` its number. `allocatedCount` is 0 where it failed. */
export function attempts(): Columns
