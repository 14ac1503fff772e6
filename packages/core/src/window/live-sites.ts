import type { Engine, WindowRecord } from '../engine/engine.js'
import { type Amount, add, nothing, subtract } from '../model/amount.js'
import type { Places, SitePlace } from './place.js'
import type { Placed } from './placed.js'

/** All that is alive at a mark, whenever it was allocated. */
export interface Live {
  readonly at: number
  readonly total: Amount
  readonly sites: ReadonlyMap<string, LiveSite>
}

interface LiveSite {
  readonly place: SitePlace
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

/** Of what was alive when a file opened, what still is: for files whose predecessors' realms have been dropped. */
export const liveStill = (records: readonly WindowRecord[], start: number, places: Places): Live =>
  sumLive(
    records.filter(({ mark }) => mark < start),
    start,
    places,
    atStart,
  )

/** What is alive now, kept for the engine's next file. */
export function liveNow(engine: Engine, records: readonly WindowRecord[], end: number, places: Places): Live {
  const now = sumLive(records, end, places, atStart)
  lastFiles.set(engine, now)
  return now
}

/** The places of a window with what is alive on them, and those that only grew or shrank. */
export function withGrowth(placed: readonly Placed[], before: Live, now: Live): Placed[] {
  const others = new Map<string, SitePlace>()
  for (const live of [before, now]) for (const [key, { place }] of live.sites) others.set(key, place)
  const alive = (live: Live, key: string) => live.sites.get(key)?.live ?? nothing
  const grown = placed.map(({ place, retained, allocated }) => {
    others.delete(place.key)
    const live = alive(now, place.key)
    return { place, retained, allocated, live, growth: subtract(live, alive(before, place.key)) }
  })
  for (const [key, place] of others) {
    const live = alive(now, key)
    const growth = subtract(live, alive(before, key))
    if (growth.bytes !== 0) grown.push({ place, retained: nothing, allocated: nothing, live, growth })
  }
  return grown
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
    sites.set(place.key, { place, live: known ? add(known.live, retained) : retained })
  }
  return { at, total, sites }
}
