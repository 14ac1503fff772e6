import type { Amount } from '../model/amount.js'
import type { Metric, Site, Violation } from '../model/result.js'
import { sortSites } from '../model/site.js'
import type { Limits } from './limits.js'

/** What a test, file or run used; a `TestResult` and a `FileResult` are one. */
export interface Measured {
  readonly retained: Amount
  readonly allocated: Amount
  readonly sites: readonly Site[]
}

/** A test, a file or the run. */
export type Judged = Pick<Violation, 'scope' | 'project' | 'file' | 'test'>

/**
 * What an estimate of `bytes` exceeds with a confidence of 95 %. Samples come once in `interval` bytes on average, so the
 * estimate's standard deviation is at most √(interval × bytes); exact numbers (interval 1) have none.
 */
function atLeast(bytes: number, interval: number): number {
  const quantile = 1.645
  return interval <= 1 ? bytes : bytes - quantile * Math.sqrt(interval * bytes)
}

/**
 * Compares a measurement with its limits; reaching a limit is allowed. An estimate breaks a limit only when it does so
 * with a confidence of 95 %: a test should not fail by the luck of the draw.
 * @param judged Whose limits they are.
 * @param interval Mean bytes between the samples that it was estimated from; 1: it is exact.
 * @returns A violation for each metric that is over its limit, with the sites that broke it, the largest first.
 */
export function checkLimits(judged: Judged, limits: Limits, measured: Measured, interval = 1): Violation[] {
  const metrics: readonly Metric[] = ['retained', 'allocated']
  return metrics.flatMap((metric): Violation[] => {
    const limitBytes = limits[metric]
    const actualBytes = measured[metric].bytes
    if (limitBytes === undefined || atLeast(actualBytes, interval) <= limitBytes) return []
    const sites = sortSites(
      measured.sites.filter(site => site[metric].bytes > 0),
      metric,
    )
    return [{ ...judged, metric, limitBytes, actualBytes, sites }]
  })
}
