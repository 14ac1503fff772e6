import { useMemo } from 'preact/hooks'
import { countOf, metricName } from '../data/amounts.js'
import { placeLabel } from '../data/place.js'
import type { Site } from '../data/sites.js'
import { countColumn, growthColumn, sizeColumn } from '../parts/amount-columns.js'
import { Bar } from '../parts/bar.js'
import { Controls, Search } from '../parts/controls.js'
import { Tags } from '../parts/site-list.js'
import { Change, sizeText } from '../parts/size.js'
import { type Column, Table } from '../parts/table.js'
import { type Selection, wantedSites } from '../state/selection.js'
import { change, type State } from '../state/store.js'
import { SiteDetails } from './site-details.js'

/** All lines, to be sorted and filtered. */
export function SitesView({ selection, state }: { selection: Selection; state: State }) {
  const { capture, old } = selection
  const { metric, hidden, query } = state
  const sites = useMemo(() => wantedSites(selection, state), [capture, old, hidden, query, metric])
  const columns = useMemo(() => columnsOf(selection, state, sites), [capture, old, metric, sites])
  const selected = sites.find(({ key }) => key === state.selected)
  const total = sites.reduce((sum, { now }) => sum + now[metric], 0)
  return (
    <>
      <Controls capture={capture} state={state} />
      <div class="tools">
        <Search state={state} what="sites" />
        <p class="dim" role="status">
          {sites.length.toLocaleString('en')} sites, {sizeText(total, capture.estimated)} {metricName(capture, metric)}
        </p>
      </div>
      <div class={selected ? 'split' : ''}>
        <Table
          label="Sites"
          rows={sites}
          columns={selected ? columns.filter(({ narrow }) => narrow) : columns}
          sort={old ? 'Growth' : 'Size'}
          keyOf={({ key }) => key}
          selected={state.selected}
          onSelect={({ key }) => change({ selected: key })}
        />
        {selected && <SiteDetails selection={selection} site={selected} metric={metric} />}
      </div>
    </>
  )
}

function columnsOf({ capture, old }: Selection, { metric }: State, sites: readonly Site[]): Column<Site>[] {
  const most = sites.reduce((largest, { now }) => Math.max(largest, now[metric]), 0)
  const growth = ({ now, old }: Site): number => now[metric] - old[metric]
  return [
    {
      name: 'Site',
      narrow: true,
      width: 'minmax(14rem, 3fr)',
      by: ({ place }) => `${place.file}\0${String(place.line).padStart(8, '0')}`,
      show: site => (
        <>
          <span class="path" title={placeLabel(site.place)}>
            <bdi>{placeLabel(site.place)}</bdi>
          </span>
          <Tags site={site} />
        </>
      ),
    },
    {
      name: 'Function',
      width: 'minmax(6rem, 1fr)',
      by: ({ place }) => place.function,
      show: ({ place }) => <span class="dim">{place.function}</span>,
    },
    sizeColumn(capture, metric),
    ...(old
      ? [growthColumn(growth, (site: Site) => <Change bytes={growth(site)} />)]
      : [
          {
            name: 'Share',
            narrow: true,
            width: 'minmax(4rem, 8rem)',
            by: ({ now }: Site) => now[metric],
            number: true,
            show: ({ now }: Site) => <Bar value={now[metric]} most={most} />,
          },
        ]),
    countColumn(metric),
    {
      name: 'Average',
      width: '6rem',
      number: true,
      by: ({ now }) => average(now[metric], countOf(now, metric)),
      show: ({ now }) => sizeText(average(now[metric], countOf(now, metric))),
    },
  ]
}

const average = (bytes: number, count: number): number => (count === 0 ? 0 : bytes / count)
