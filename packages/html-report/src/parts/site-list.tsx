import type { Capture } from '@tracemalloc/core/page'
import { countOf, type Metric } from '../data/amounts.js'
import { placeLabel } from '../data/place.js'
import type { Site } from '../data/sites.js'
import { change } from '../state/store.js'
import { Bar } from './bar.js'
import { sizeText } from './size.js'
import { Source } from './source.js'

const withSource = 5
const listed = 50

/** Sites from the largest down, the first of them with their source. */
export function SiteList({ capture, sites, metric }: { capture: Capture; sites: readonly Site[]; metric: Metric }) {
  const sorted = sites.filter(({ now }) => now[metric] > 0).sort((a, b) => b.now[metric] - a.now[metric])
  const most = sorted[0]?.now[metric] ?? 0
  if (sorted.length === 0) return <p class="empty">No site that is listed has {metric} anything.</p>
  return (
    <ol class="sites">
      {sorted.slice(0, listed).map((site, index) => (
        <li key={site.key}>
          <button type="button" class="link" onClick={() => change({ view: 'sites', selected: site.key })}>
            {placeLabel(site.place)}
          </button>{' '}
          <span class="dim">{site.place.function}</span> <Tags site={site} />
          <span class="amount">
            <b>{sizeText(site.now[metric], capture.estimated)}</b> in {countOf(site.now, metric).toLocaleString('en')}
          </span>
          <Bar value={site.now[metric]} most={most} />
          {index < withSource && <Source capture={capture} place={site.place} />}
        </li>
      ))}
      {sorted.length > listed && <li class="dim">and {sorted.length - listed} more</li>}
    </ol>
  )
}

/** Whose and what kind of memory it is, unless it is as expected. */
export function Tags({ site: { place } }: { site: Pick<Site, 'place'> }) {
  return (
    <>
      {place.blame !== 'yours' && <span class={`tag ${place.blame}`}>{place.blame}</span>}
      {place.domain !== 'heap' && <span class={`tag ${place.domain}`}>{place.domain}</span>}
    </>
  )
}
