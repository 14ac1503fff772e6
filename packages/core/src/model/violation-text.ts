import { formatSize } from '../units.js'
import type { LeakedContext, Metric, Site, Violation } from './result.js'
import { holderLines, type SiteExplanation, typesText } from './site-explanation.js'

const listedSites = 5

/** Longer places, as those of packages that pnpm has installed, push no column to the right. */
const widestPlace = 60

/**
 * A violation in words: a line with the limit and what was used, then the sites that broke it, at most five.
 *
 *     test retained 3277 KiB, budget 1024 KiB (3.2x)
 *       src/cache.ts:27  2970 KiB in 1200 allocations  Cache.set
 *
 * @param who What is over its limit. Default: the violation's scope.
 * @param bound What the limit is called.
 */
export function violationText(violation: Violation, who: string = violation.scope, bound = 'budget'): string[] {
  const { metric, limitBytes, actualBytes, sites } = violation
  const actual = `${sites.some(site => site.estimated) ? '~' : ''}${formatSize(actualBytes)}`
  const times = limitBytes === 0 ? '' : ` (${timesText(actualBytes / limitBytes)}x)`
  return [`${who} ${metric} ${actual}, ${bound} ${formatSize(limitBytes)}${times}`, ...siteRows(sites, metric)]
}

/** The vm context of a test file that lives on: a line, then what survives in it, at most five sites. */
export function leakedContextText({ retained, sites }: LeakedContext): string[] {
  const about = sites.some(site => site.estimated) ? '~' : ''
  const survives = `${about}${formatSize(retained.bytes)} in ${about}${retained.count} allocations`
  return [
    `the vm context of the file is still alive after its teardown: something outside holds it, and ${survives} with it`,
    ...siteRows(sites, 'retained'),
  ]
}

/** At most so many sites, the largest first, and how many more there are. */
export function siteRows(sites: readonly Site[], metric: Metric, listed = listedSites): string[] {
  const more = sites.length > listed ? [`  … and ${sites.length - listed} more`] : []
  const rows = sites.slice(0, listed)
  const widths = rows.map(site => placeText(site).length)
  const width = Math.max(0, ...widths.filter(it => it <= widestPlace))
  return [...rows.flatMap(site => [siteRow(metric, site, width), ...holdersOf(site)]), ...more]
}

/** `src/cache.ts:27`; without a line for sites that are whole files or packages. */
export const placeText = ({ file, line }: Site): string => (line === 0 ? file : `${file}:${line}`)

/** Says `1.00x` less often: just over the limit needs more digits to look like over the limit. */
function timesText(ratio: number): string {
  if (ratio >= 1.05) return ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(1)
  return ratio >= 1.0005 ? ratio.toFixed(3) : 'just over 1'
}

const holdersOf = ({ explanation }: Site): string[] =>
  explanation ? holderLines(explanation).map(line => `    ${line}`) : []

function siteRow(metric: Metric, site: Site, width: number): string {
  if (site.explanation && site.domain === 'heap') return explainedRow(metric, site, site.explanation, width)

  const { bytes, count } = site[metric]
  const approximately = site.estimated ? '~' : ''
  const allocations = `${approximately}${count} ${count === 1 ? 'allocation' : 'allocations'}`
  const row = `  ${placeText(site).padEnd(width)}  ${approximately}${formatSize(bytes)} in ${allocations}`
  const domain = site.domain === 'heap' ? [] : [`(${site.domain})`]
  return [row, ...(site.function === '' ? [] : [site.function]), ...domain].join('  ')
}

/** `src/cache.ts:27  2970 KiB in 3600 objects: 1200 × Session, 2400 × string` */
function explainedRow(metric: Metric, site: Site, explanation: SiteExplanation, width: number): string {
  const about = site.estimated ? '~' : ''
  const objects = `${about}${site[metric].count} ${site[metric].count === 1 ? 'object' : 'objects'}`
  return `  ${placeText(site).padEnd(width)}  ${about}${formatSize(site[metric].bytes)} in ${objects}: ${typesText(explanation)}`
}
