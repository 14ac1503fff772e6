import type { OptionReader } from './option-reader.js'

/** Which failures are tried, and how. */
export interface SweepOptions {
  /** Allocations that are made to fail at most; of more, a sample is drawn. Default: 1000, in a test runner 100. */
  readonly max?: number | undefined
  /** Of the draw, a whole number. Default: 1. */
  readonly seed?: number | undefined
  /** Let only the first allocation of each line fail. Default: false. */
  readonly shallow?: boolean | undefined
  /** Let all allocations after the chosen one fail as well. Default: false. */
  readonly persistent?: boolean | undefined
  /** Milliseconds after which a run hangs. Default: 10,000, in a test runner the test's own limit. */
  readonly timeout?: number | undefined
}

/** Checked; what was not given is missing. */
export interface GivenSweep {
  readonly max?: number
  readonly seed?: number
  readonly shallow?: boolean
  readonly persistent?: boolean
  readonly timeout?: number
}

export const sweepKeys = ['max', 'seed', 'shallow', 'persistent', 'timeout']

/** The longest that timers take. */
const longest = 2 ** 31 - 1

/** Those among an object's options. @throws {TracemallocError} `BAD_OPTION` */
export const readSweep = (reader: OptionReader): GivenSweep => ({
  ...reader.read('max', reader.integer('max', 1, Number.MAX_SAFE_INTEGER)),
  ...reader.read('seed', reader.integer('seed', 0, Number.MAX_SAFE_INTEGER)),
  ...reader.read('shallow', reader.flag('shallow')),
  ...reader.read('persistent', reader.flag('persistent')),
  ...reader.read('timeout', reader.integer('timeout', 1, longest)),
})
