import type { Capture, ReportData } from '@tracemalloc/core/page'
import { placeLabel } from '../data/place.js'
import type { Site } from '../data/sites.js'
import { sitesOf } from '../data/sites.js'
import type { State } from './store.js'

/** What is shown, and what it is compared to. */
export interface Selection {
  readonly capture: Capture
  readonly shown: number
  readonly old: Capture | undefined
  /** -1: none. */
  readonly base: number
}

export function select({ captures }: ReportData, { shown, base }: State): Selection {
  const index = captures[shown] ? shown : captures.length - 1
  const before = base === -2 && captures.length > 1 ? 0 : base
  const old = before === index ? undefined : captures[before]
  return { capture: captures[index] as Capture, shown: index, old, base: old ? before : -1 }
}

/** Whether blame and domain of a place are shown. */
export const isShown = ({ place }: Site, { hidden }: State): boolean =>
  !hidden.includes(place.blame) && !hidden.includes(place.domain)

/** The sites that the reader wants to see, the largest first. */
export function wantedSites({ capture, old }: Selection, state: State): readonly Site[] {
  const query = state.query.toLowerCase()
  return sitesOf(capture, old)
    .filter(
      site =>
        isShown(site, state) &&
        (query === '' || `${placeLabel(site.place)} ${site.place.function}`.toLowerCase().includes(query)),
    )
    .sort((a, b) => b.now[state.metric] - a.now[state.metric])
}
