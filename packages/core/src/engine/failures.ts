import type { RawFrame } from './engine.js'

/** Which allocations of off-heap memory fail; they are counted from 1. */
export interface FailurePlan {
  /** The first that fails; 0: none, they are only counted. */
  readonly nth: number
  /** How many fail in a row. */
  readonly count: number
  /** All from the nth on. */
  readonly persistent: boolean
  /** Smaller ones are not counted, bytes. */
  readonly minSize: number
  /** A part of the script's name whose code asks, Node's passed over; empty: any. */
  readonly file: string
  /** Only count what code asks for that is neither Node's nor the test runner's. */
  readonly owned: boolean
  /** Count those as well that V8 ends the process for when they fail. */
  readonly native: boolean
}

/** What was asked for. */
export interface Attempt {
  readonly sizeBytes: number
  /** Oldest first. */
  readonly traceback: readonly RawFrame[]
}

/** Lets allocations of off-heap memory fail. Where JavaScript survives that, a failure is an error to be caught. */
export interface Failures {
  /** Counts from 1 anew. False where that is not possible. */
  arm(plan: FailurePlan): boolean
  disarm(): void
  /** What was asked for since `arm`, in order. */
  attempts(): readonly Attempt[]
}
