import type { Used } from '../model/result.js'

/** Bytes that a test used. */
export interface BaselineEntry {
  readonly retained: number
  readonly allocated: number
}

/** What the tests of a project used when it was written. */
export interface Baseline {
  /** The major version of Node that it was written with; empty when it does not say. */
  readonly node: string
  /** By the labels of the tests. */
  readonly tests: ReadonlyMap<string, BaselineEntry>
}

export const entryOf = ({ retained, allocated }: Used): BaselineEntry => ({
  retained: retained.bytes,
  allocated: allocated.bytes,
})
