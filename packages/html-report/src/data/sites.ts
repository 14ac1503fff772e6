import type { Capture, SiteColumns } from '@tracemalloc/core/page'
import { type Amounts, addRow, noAmounts } from './amounts.js'
import { type Place, placeAt, placeKey } from './place.js'
import { remembered } from './remembered.js'

/** A line with all that was allocated there, and the same in the capture that it is compared to. */
export interface Site {
  readonly key: string
  readonly place: Place
  readonly now: Amounts
  readonly old: Amounts
}

/** All lines of a capture; with those that only the older one has. */
export const sitesOf = remembered<readonly Site[]>((capture, old) => {
  const sites = new Map<string, Site>()
  gather(capture, 'now', sites)
  if (old) gather(old, 'old', sites)
  return [...sites.values()]
})

function gather(capture: Capture, side: 'now' | 'old', sites: Map<string, Site>): void {
  const rows = capture.fileSites
  const byPlace = new Map<number, Site>()
  for (const [row, index] of rows.place.entries()) {
    const site = byPlace.get(index) ?? siteFor(placeAt(capture, index), sites)
    byPlace.set(index, site)
    addRow(site[side], rows, row)
  }
}

function siteFor(place: Place, sites: Map<string, Site>): Site {
  const key = placeKey(place)
  const site = sites.get(key) ?? { key, place, now: noAmounts(), old: noAmounts() }
  sites.set(key, site)
  return site
}

/** The sites of one owner of rows: of a test, or of a file. */
export function sitesOfOwner(capture: Capture, rows: SiteColumns, owner: number): readonly Site[] {
  const sites = new Map<string, Site>()
  for (let row = rows.start[owner] ?? 0; row < (rows.start[owner + 1] ?? 0); row++) {
    addRow(siteFor(placeAt(capture, rows.place[row] ?? 0), sites).now, rows, row)
  }
  return [...sites.values()]
}
