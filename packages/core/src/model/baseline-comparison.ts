import type { Metric, Violation } from './result.js'

/** By how much a test may differ from the baseline: whichever of the two allows more. */
export interface Tolerance {
  /** Bytes. */
  readonly absolute: number
  /** Of what the baseline says; 0.1: a tenth. */
  readonly relative: number
}

export type Tolerances = { readonly [M in Metric]: Tolerance }

/** A test that uses more, or less, than the baseline says, by more than the tolerance. */
export interface BaselineChange extends Pick<Violation, 'project' | 'file' | 'test' | 'metric' | 'sites'> {
  readonly beforeBytes: number
  readonly nowBytes: number
}

/** What the tests of a run use, compared with what they used when the baseline was written. */
export interface BaselineComparison {
  /** The baseline's file, as it was given. */
  readonly file: string
  readonly tolerance: Tolerances
  /** Tests that stand in both. */
  readonly compared: number
  /** More than before: the run fails. */
  readonly regressions: readonly BaselineChange[]
  /** Less than before. */
  readonly improvements: readonly BaselineChange[]
  /** Tests that are not in the baseline, by their labels. */
  readonly added: readonly string[]
  /** Tests of the baseline that their files do not have any more, by their labels. */
  readonly gone: readonly string[]
  /** What the reader must know: why not all was compared, or that it was not with like. */
  readonly note?: string
}
