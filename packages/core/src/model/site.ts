import { type Amount, add } from './amount.js'
import type { Metric, Site } from './result.js'

/** A site without its amounts. */
export type SiteName = Omit<Site, 'retained' | 'allocated' | 'live' | 'growth'>

/** A site on its way to the main process, which looks it up when it is a place in the code that has run. */
export interface SentSite extends Site {
  /** `file` is V8's name of a script, and `line` and `column` are of it. */
  readonly transformed?: true
}

/** Two sites with the same key are the same place: their amounts may be added. Column and function only describe it. */
export const siteKey = ({ file, line, domain, blame, traceback = [] }: SiteName): string =>
  [file, line, domain, blame, ...traceback].join('\0')

/** Sorts descending by a metric's bytes, then its count, the other metric's bytes, and the place: a total order. */
export function sortSites(sites: readonly Site[], metric: Metric = 'retained'): Site[] {
  const other = metric === 'retained' ? 'allocated' : 'retained'
  return sites
    .map(site => ({ site, key: siteKey(site) }))
    .sort(
      (a, b) =>
        b.site[metric].bytes - a.site[metric].bytes ||
        b.site[metric].count - a.site[metric].count ||
        b.site[other].bytes - a.site[other].bytes ||
        comparePlaces(a.site, b.site) ||
        (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
    )
    .map(({ site }) => site)
}

const comparePlaces = (a: Site, b: Site): number =>
  a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1

/**
 * Adds up the sites that are the same place.
 * @param joinLive How to combine what is alive; default: the sum.
 * @param metric What they are sorted by.
 */
export function mergeSites(
  sites: Iterable<Site>,
  joinLive: (a: Amount, b: Amount) => Amount = add,
  metric: Metric = 'retained',
): Site[] {
  const merged = new Map<string, Site>()
  for (const site of sites) {
    const key = siteKey(site)
    const known = merged.get(key)
    merged.set(key, known === undefined ? site : addSites(known, site, joinLive))
  }
  return sortSites([...merged.values()], metric)
}

const addSites = (a: Site, b: Site, joinLive: (a: Amount, b: Amount) => Amount): Site => ({
  // The larger one's column and function stand for both.
  ...(b.retained.bytes > a.retained.bytes ? b : a),
  estimated: a.estimated || b.estimated,
  retained: add(a.retained, b.retained),
  allocated: add(a.allocated, b.allocated),
  live: joinLive(a.live, b.live),
  growth: add(a.growth, b.growth),
})

/** Sites that are not listed one by one, summed up. */
export interface MoreSites {
  readonly sites: number
  readonly retained: Amount
  readonly live: Amount
  readonly growth: Amount
}

const noMoreSites: MoreSites = {
  sites: 0,
  retained: { bytes: 0, count: 0 },
  live: { bytes: 0, count: 0 },
  growth: { bytes: 0, count: 0 },
}

export const addMoreSites = (a: MoreSites, b: MoreSites): MoreSites => ({
  sites: a.sites + b.sites,
  retained: add(a.retained, b.retained),
  live: add(a.live, b.live),
  growth: add(a.growth, b.growth),
})

/** Sites on which nothing is alive, and nothing was, are not worth a mention: most allocate garbage only. */
export const sumSites = (sites: readonly Omit<MoreSites, 'sites'>[]): MoreSites =>
  sites
    .filter(({ live, growth }) => live.bytes !== 0 || growth.bytes !== 0)
    .map(({ retained, live, growth }) => ({ sites: 1, retained, live, growth }))
    .reduce(addMoreSites, noMoreSites)

/** Cuts sorted sites after the first `top` (0: nowhere) and sums up the rest. */
export function topSites(sites: readonly Site[], top: number): { sites: readonly Site[]; moreSites: MoreSites } {
  const cut = top === 0 ? sites.length : top
  return { sites: sites.slice(0, cut), moreSites: sumSites(sites.slice(cut)) }
}

/**
 * The largest of sites of which several may be the same place, and the sum of all others.
 * @param leftOut those that are not among `sites` to begin with
 * @param top 0: all
 */
export function listSites(
  sites: readonly Site[],
  leftOut: MoreSites,
  top: number,
  metric?: Metric,
): { sites: readonly Site[]; moreSites: MoreSites } {
  const listed = topSites(mergeSites(sites, add, metric), top)
  return { sites: listed.sites, moreSites: addMoreSites(listed.moreSites, leftOut) }
}
