import { formatSize } from '../units.js'

/** A place in the original sources. */
export interface FailureSite {
  readonly file: string
  readonly line: number
  readonly function: string
}

/**
 * What was wrong when one allocation failed: `threw` something else than a failed allocation; `swallowed` it and returned
 * something else than it does otherwise; `leaked`, it retained more than otherwise; or left a `state` behind in which
 * the next run, without a failure, threw or returned something else.
 */
export type Outcome = 'threw' | 'swallowed' | 'leaked' | 'state'

export interface SweepFailure {
  /** The allocation that failed, counted from 1. */
  readonly nth: number
  /** Where it was asked for. */
  readonly site: FailureSite
  readonly sizeBytes: number
  readonly outcome: Outcome
  /** Bytes that the run retained more than one without a failure. */
  readonly retained: number
  /** The environment variable with which `sweep` lets only this one fail. */
  readonly replay: string
}

export interface SweepResult {
  /** Allocations that JavaScript asked for, each of which could have failed. */
  readonly count: number
  /** How many of them were made to fail. */
  readonly tried: number
  /** What was handled badly, in the order of the allocations; empty: all is well. */
  readonly failures: readonly SweepFailure[]
  /** What the reader must know: that nothing was allocated, that only a sample was tried … */
  readonly notices: readonly string[]
}

const meanings: Readonly<Record<Outcome, string>> = {
  threw: 'threw another error',
  swallowed: 'swallowed the error, and returned something else',
  leaked: 'leaked',
  state: 'left a state in which the next run fails',
}

/** A sweep's result in words, a line for each failure, without a newline at the end. */
export function formatSweep({ count, tried, failures, notices }: SweepResult): string {
  const lines = failures.map(({ nth, site, sizeBytes, outcome, retained, replay }) => {
    const place = `${site.file}:${site.line}${site.function === '' ? '' : ` (${site.function})`}`
    const more = outcome === 'leaked' ? ` ${formatSize(retained)}` : ''
    return `  #${nth} ${place}, ${formatSize(sizeBytes)}: ${meanings[outcome]}${more}; replay with ${replay}`
  })
  const found = failures.length === 0 ? 'all handled' : `${failures.length} handled badly`
  return [`${tried} of ${count} allocations failed in turn: ${found}`, ...lines, ...notices].join('\n')
}
