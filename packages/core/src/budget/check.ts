import type { Amount } from '../model/amount.js'
import { atLeast } from '../model/confidence.js'
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
 * Compares a measurement with its limits; reaching a limit is allowed. An estimate breaks a limit only when it does so
 * with a confidence of 95 %: a test should not fail by the luck of the draw.
 * @param judged Whose limits they are.
 * @returns A violation for each metric that is over its limit, with the sites that broke it, the largest first.
 */
export function checkLimits(judged: Judged, limits: Limits, measured: Measured): Violation[] {
  const metrics: readonly Metric[] = ['retained', 'allocated']
  return metrics.flatMap((metric): Violation[] => {
    const limitBytes = limits[metric]
    const actualBytes = measured[metric].bytes
    if (limitBytes === undefined || atLeast(measured[metric]) <= limitBytes) return []
    const sites = sortSites(
      measured.sites.filter(site => site[metric].bytes > 0),
      metric,
    )
    return [{ ...judged, metric, limitBytes, actualBytes, sites }]
  })
}
