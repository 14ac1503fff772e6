import type { Amount } from '../model/amount.js'
import { withFinalError } from '../model/confidence.js'
import type { FileResult, Site, TestResult, Used, Violation } from '../model/result.js'

/** What a test and a file have in common. */
type Estimated = Used & Pick<TestResult, 'sites' | 'violations'>

type Sites = Pick<FileResult, 'sites' | 'moreSites'>

/**
 * Gives the estimates of a window their final errors.
 * @param interval the largest mean of bytes between samples in the window; 1: nothing is estimated
 */
export function withFinalErrors<Result extends Estimated>(result: Result, interval: number): Result {
  if (interval <= 1) return result
  const sites = result.sites.map(site => finalSite(site, interval))
  const violations = result.violations.map(
    (violation): Violation => ({ ...violation, sites: violation.sites.map(site => finalSite(site, interval)) }),
  )
  return { ...result, ...finalUsed(result, interval), sites, violations }
}

export const finalUsed = ({ retained, allocated }: Used, interval: number): Used => ({
  retained: withFinalError(retained, interval),
  allocated: withFinalError(allocated, interval),
})

/** The same for sites and the sum of those that are not listed. */
export function finalSites({ sites, moreSites }: Sites, interval: number): Sites {
  if (interval <= 1) return { sites, moreSites }
  const final = (amount: Amount): Amount => withFinalError(amount, interval)
  const { retained, live, growth } = moreSites
  return {
    sites: sites.map(site => finalSite(site, interval)),
    moreSites: {
      sites: moreSites.sites,
      retained: final(retained),
      live: final(live),
      growth: final(growth),
    },
  }
}

/** Buffers are all traced. */
function finalSite(site: Site, interval: number): Site {
  if (site.domain === 'arraybuffer') return site
  const final = (amount: Amount): Amount => withFinalError(amount, interval)
  return { ...site, estimated: true, ...finalUsed(site, interval), live: final(site.live), growth: final(site.growth) }
}
