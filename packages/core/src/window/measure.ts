import type { WindowRecord } from '../engine/engine.js'
import { type Amount, add, nothing } from '../model/amount.js'
import type { OtherMemory, Site } from '../model/result.js'
import { type SiteName, sortSites } from '../model/site.js'
import type { Places } from './place.js'

/** What a window allocated, and what of it is alive. */
export interface Measure {
  /** The sum of the sites. */
  readonly retained: Amount
  readonly allocated: Amount
  /** All of them, sorted by retained. A window knows of its own memory only: `live` and `growth` are `retained`. */
  readonly sites: readonly Site[]
  /** Retained, but not the user's. */
  readonly other: OtherMemory
}

interface Sum {
  readonly name: SiteName
  /** Bytes of the record that named it: the largest one's column and function stand for all. */
  largest: number
  retained: Amount
  allocated: Amount
}

/** Sums the records of a window up by site. */
export function measure(records: Iterable<WindowRecord>, places: Places): Measure {
  const sums = new Map<string, Sum>()
  const other = { code: nothing, runner: nothing, node: nothing, ignored: nothing }
  for (const record of records) {
    const place = places.of(record)
    if (place.kind === 'site') addRecord(sums, place.key, place.site, record)
    else other[place.kind] = add(other[place.kind], record.retained)
  }
  const sites = sortSites(Array.from(sums.values(), toSite))
  return {
    retained: sites.reduce((sum, site) => add(sum, site.retained), nothing),
    allocated: sites.reduce((sum, site) => add(sum, site.allocated), nothing),
    sites,
    other: { code: other.code, runner: other.runner, node: other.node },
  }
}

function addRecord(sums: Map<string, Sum>, key: string, name: SiteName, record: WindowRecord): void {
  const { retained, allocated } = record
  const sum = sums.get(key)
  if (!sum) {
    sums.set(key, { name, largest: allocated.bytes, retained, allocated })
    return
  }
  const named = allocated.bytes > sum.largest ? { name, largest: allocated.bytes } : sum
  sums.set(key, {
    name: named.name,
    largest: named.largest,
    retained: add(sum.retained, retained),
    allocated: add(sum.allocated, allocated),
  })
}

const toSite = ({ name, retained, allocated }: Sum): Site => ({
  ...name,
  retained,
  allocated,
  live: retained,
  growth: retained,
})
