/** A place in the original sources. */
export interface FailureSite {
  readonly file: string
  readonly line: number
  readonly function: string
}

/**
 * What was wrong when one allocation failed:
 * - `threw` something else than a failed allocation;
 * - `swallowed` it and returned something else than it does otherwise; of a test: what it expects was not so;
 * - `leaked`: it retained more than otherwise;
 * - left a `state` behind, in which the next run without a failure threw, failed or returned something else;
 * - `crashed`: nobody caught the error, or nobody handled the rejection, which ends a program;
 * - `hung`: it had not ended when its time was up;
 * - `fatal`: V8 ended the process. Only where each allocation fails in a process of its own.
 */
export type Outcome = 'threw' | 'swallowed' | 'leaked' | 'state' | 'crashed' | 'hung' | 'fatal'

export interface SweepFailure {
  /** The allocation that failed, counted from 1. */
  readonly nth: number
  /** Where it was asked for. */
  readonly site: FailureSite
  readonly sizeBytes: number
  readonly outcome: Outcome
  /** Bytes that the run retained more than one without a failure. */
  readonly retained: number
  /** Lets only this one fail: an environment variable, with the command of the test in a test runner. */
  readonly replay: string
}

export interface SweepResult {
  /** Allocations that were asked for, each of which could have failed. */
  readonly count: number
  /** How many of them were made to fail. */
  readonly tried: number
  /** What was handled badly, in the order of the allocations; empty: all is well. */
  readonly failures: readonly SweepFailure[]
  /** What the reader must know: that nothing was allocated, that only a sample was tried … */
  readonly notices: readonly string[]
}
