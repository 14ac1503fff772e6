import { type Amount, add } from '../model/amount.js'
import type { Metric, Site } from '../model/result.js'
import { listSites, type MoreSites, type SentSite, sumSites } from '../model/site.js'
import type { Places, SitePlace } from './place.js'

/** What a window allocated on a place, and what is alive there: a site that has not been looked up in source maps yet. */
export interface Placed {
  readonly place: SitePlace
  readonly retained: Amount
  readonly allocated: Amount
  readonly live: Amount
  readonly growth: Amount
}

/**
 * So many times more places than are shown are looked up: what transforming has spread over several lines is one line
 * of the original, and its parts need not all be among the largest.
 */
const spare = 4

/**
 * The largest sites, and the sum of the others.
 * @param top 0: all
 */
export function topPlaced(
  placed: readonly Placed[],
  top: number,
  places: Places,
  metric: Metric = 'retained',
): { readonly sites: readonly Site[]; readonly moreSites: MoreSites } {
  const sorted = sortPlaced(placed, metric)
  const wanted = top === 0 ? () => true : wantedOf(sorted, top, metric)
  const named = sorted.filter(wanted).map(it => toSite(it, places))
  const leftOut = sumPlaced(sorted.filter(it => !wanted(it)))
  return listSites(named, leftOut, top, metric)
}

/** All that may be among the largest sites once the main process has looked them up, and the sum of the others. */
export function sentPlaced(
  placed: readonly Placed[],
  top: number,
  places: Places,
): { readonly sites: readonly SentSite[]; readonly moreSites: MoreSites } {
  const sorted = sortPlaced(placed, 'retained')
  const cut = top === 0 ? sorted.length : top * spare
  return { sites: sorted.slice(0, cut).map(it => toSentSite(it, places)), moreSites: sumPlaced(sorted.slice(cut)) }
}

/**
 * Which of the places to look up: the largest, what may be a part of the same lines, and what may be as large with all
 * else of its file. Decoding the source map of one file costs as much as looking up a hundred places in it.
 */
function wantedOf(sorted: readonly Placed[], top: number, metric: Metric): (it: Placed) => boolean {
  const shown = sorted.slice(0, top)
  const least = shown.at(-1)?.[metric].bytes ?? 0
  const files = new Set(shown.map(fileOf))
  const spares = sorted.slice(top, top * spare)
  const rest = new Map<string, number>()
  for (const it of spares) rest.set(fileOf(it), (rest.get(fileOf(it)) ?? 0) + it[metric].bytes)
  const mayShow = (it: Placed) => files.has(fileOf(it)) || (rest.get(fileOf(it)) ?? 0) >= least
  const wanted = new Set([...shown, ...spares.filter(mayShow)])
  return it => wanted.has(it)
}

const fileOf = ({ place }: Placed): string => place.frame.filename

/** As if lines were those of the original. */
const sumPlaced = (placed: readonly Placed[]): MoreSites => sumSites(mergePlaced(placed, lineOf))

const lineOf = ({ key, frame, domain, name }: SitePlace): string =>
  name ? key : `${frame.filename}:${frame.lineno}:${domain}`

/**
 * Adds up what several windows have on the same place.
 * @param keyOf What places are the same by.
 */
export function mergePlaced(placed: Iterable<Placed>, keyOf = (place: SitePlace): string => place.key): Placed[] {
  const merged = new Map<string, Placed>()
  for (const it of placed) {
    const key = keyOf(it.place)
    const known = merged.get(key)
    merged.set(key, known ? addPlaced(known, it) : it)
  }
  return [...merged.values()]
}

const addPlaced = (a: Placed, b: Placed): Placed => ({
  place: a.place,
  retained: add(a.retained, b.retained),
  allocated: add(a.allocated, b.allocated),
  live: add(a.live, b.live),
  growth: add(a.growth, b.growth),
})

const toSite = (placed: Placed, places: Places): Site => ({ ...places.name(placed.place), ...amountsOf(placed) })

function toSentSite(placed: Placed, places: Places): SentSite {
  const { frame, domain, name } = placed.place
  // A part of a file (`?vue&type=script`) is a module of its own, which the path does not tell.
  if (name || frame.filename.includes('?')) return toSite(placed, places)
  const { filename: file, lineno: line, column, functionName } = frame
  const amounts = amountsOf(placed)
  return { file, line, column, function: functionName, domain, blame: 'yours', ...amounts, transformed: true }
}

const amountsOf = ({ retained, allocated, live, growth }: Placed) => ({
  estimated: [retained, allocated, live].some(({ error }) => error !== undefined),
  retained,
  allocated,
  live,
  growth,
})

/** As `sortSites`, by the place's key instead of its name. */
function sortPlaced(placed: readonly Placed[], metric: Metric): Placed[] {
  const other = metric === 'retained' ? 'allocated' : 'retained'
  return [...placed].sort(
    (a, b) =>
      b[metric].bytes - a[metric].bytes ||
      b[metric].count - a[metric].count ||
      b[other].bytes - a[other].bytes ||
      (a.place.key < b.place.key ? -1 : 1),
  )
}
