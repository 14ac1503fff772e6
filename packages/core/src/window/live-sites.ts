import type { Engine, WindowRecord } from '../engine/engine.js'
import { type Amount, add, nothing, subtract } from '../model/amount.js'
import type { Site } from '../model/result.js'
import { type SiteName, siteKey, sortSites } from '../model/site.js'
import type { Places } from './place.js'

/** All that is alive at a mark, whenever it was allocated. */
export interface Live {
  readonly at: number
  readonly total: Amount
  readonly sites: ReadonlyMap<string, LiveSite>
}

interface LiveSite {
  readonly site: SiteName
  readonly live: Amount
}

/**
 * What was alive when the last file of each engine closed. Workers that several files share need it: a later file can
 * free what an earlier one kept, and an engine cannot tell afterwards what was alive before.
 */
const lastFiles = new WeakMap<Engine, Live>()

const atStart: Live = { at: 0, total: nothing, sites: new Map() }

/**
 * What was alive when a file opened: all that was when the last file closed, and what was allocated in between. Of the
 * latter (and, for the first file, of all) only what lives on at the end of the file is still known.
 * @param records all records now
 * @param start the file's first mark
 */
export function liveBefore(engine: Engine, records: readonly WindowRecord[], start: number, places: Places): Live {
  const last = lastFiles.get(engine) ?? atStart
  const between = records.filter(({ mark }) => mark >= last.at && mark < start)
  return sumLive(between, start, places, last)
}

/** What is alive now, kept for the engine's next file. */
export function liveNow(engine: Engine, records: readonly WindowRecord[], end: number, places: Places): Live {
  const now = sumLive(records, end, places, atStart)
  lastFiles.set(engine, now)
  return now
}

/** The sites of a window with what is alive on them, and those that only grew or shrank; sorted. */
export function withGrowth(sites: readonly Site[], before: Live, now: Live): Site[] {
  const names = new Map<string, SiteName>()
  for (const live of [before, now]) for (const [key, { site }] of live.sites) names.set(key, site)
  const alive = (live: Live, key: string) => live.sites.get(key)?.live ?? nothing
  const grown = sites.map(site => {
    const key = siteKey(site)
    names.delete(key)
    const live = alive(now, key)
    return { ...site, live, growth: subtract(live, alive(before, key)) }
  })
  for (const [key, name] of names) {
    const live = alive(now, key)
    const growth = subtract(live, alive(before, key))
    if (growth.bytes !== 0) grown.push({ ...name, retained: nothing, allocated: nothing, live, growth })
  }
  return sortSites(grown)
}

function sumLive(records: readonly WindowRecord[], at: number, places: Places, onTopOf: Live): Live {
  const sites = new Map(onTopOf.sites)
  let total = onTopOf.total
  for (const record of records) {
    const { retained } = record
    if (retained.count === 0) continue
    total = add(total, retained)
    const place = places.of(record)
    if (place.kind !== 'site') continue
    const known = sites.get(place.key)
    sites.set(
      place.key,
      known ? { site: known.site, live: add(known.live, retained) } : { site: place.site, live: retained },
    )
  }
  return { at, total, sites }
}
