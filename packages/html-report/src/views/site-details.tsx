import { useMemo } from 'preact/hooks'
import { countOf, type Metric, metricName } from '../data/amounts.js'
import { type Place, placeLabel, placesAlike, stackAt, textOf } from '../data/place.js'
import type { Site } from '../data/sites.js'
import { fileLabel } from '../data/tests.js'
import { Tags } from '../parts/site-list.js'
import { Change, sizeText } from '../parts/size.js'
import { Source } from '../parts/source.js'
import type { Selection } from '../state/selection.js'
import { change } from '../state/store.js'
import { Details } from './details.js'

const listed = 20

/** One line: its source, the tests that used it, the ways that led to it. */
export function SiteDetails({ selection, site, metric }: { selection: Selection; site: Site; metric: Metric }) {
  const { capture, old } = selection
  const users = useMemo(() => testsAt(selection, site.place, metric), [capture, site.key, metric])
  const stacks = useMemo(() => stacksAt(selection, site.place, metric), [capture, site.key, metric])
  return (
    <Details title={placeLabel(site.place)}>
      <p>
        <span class="dim">{site.place.function}</span> <Tags site={site} />
      </p>
      <dl>
        {(['retained', 'allocated'] as const).map(name => (
          <div key={name}>
            <dt>{metricName(capture, name)}</dt>
            <dd>
              <b>{sizeText(site.now[name], capture.estimated)}</b> in {countOf(site.now, name).toLocaleString('en')}{' '}
              {old && <Change bytes={site.now[name] - site.old[name]} />}
            </dd>
          </div>
        ))}
      </dl>
      <Source capture={capture} place={site.place} />
      {users.length > 0 && <h3>Tests</h3>}
      <ul class="plain">
        {users.slice(0, listed).map(({ key, name, file, bytes }) => (
          <li key={key}>
            <span class="amount">{sizeText(bytes, capture.estimated)}</span>
            <button type="button" class="link" onClick={() => change({ view: 'tests', selected: key })}>
              {name}
            </button>{' '}
            <span class="dim">{file}</span>
          </li>
        ))}
        {users.length > listed && <li class="dim">and {users.length - listed} more</li>}
      </ul>
      {stacks.length > 0 && <h3>Called by</h3>}
      {stacks.slice(0, listed).map(({ frames, bytes }) => (
        <div key={frames.join('\n')} class="stack">
          <span class="amount">{sizeText(bytes, capture.estimated)}</span>
          <ol>
            {frames.toReversed().map((frame, index) => (
              <li key={`${index} ${frame}`}>{frame}</li>
            ))}
          </ol>
        </div>
      ))}
    </Details>
  )
}

function testsAt({ capture }: Selection, place: Place, metric: Metric) {
  const { tests, testSites } = capture
  const places = placesAlike(capture, place)
  const users: { key: string; name: string; file: string; bytes: number }[] = []
  for (let test = 0; test < tests.name.length; test++) {
    let bytes = 0
    for (let row = testSites.start[test] ?? 0; row < (testSites.start[test + 1] ?? 0); row++) {
      if (places.has(testSites.place[row] ?? -1)) bytes += testSites[metric][row] ?? 0
    }
    if (bytes === 0) continue
    const [file, name] = [fileLabel(capture, tests.file[test] ?? -1), textOf(capture, tests.name[test])]
    users.push({ key: `${file}\0${name}`, name, file, bytes })
  }
  return users.sort((a, b) => b.bytes - a.bytes)
}

function stacksAt({ capture }: Selection, place: Place, metric: Metric) {
  const places = placesAlike(capture, place)
  const stacks: { frames: readonly string[]; bytes: number }[] = []
  for (const [row, index] of capture.fileSites.place.entries()) {
    const bytes = capture.fileSites[metric][row] ?? 0
    const frames = bytes > 0 && places.has(index) ? stackAt(capture, index) : []
    if (frames.length > 0) stacks.push({ frames, bytes })
  }
  return stacks.sort((a, b) => b.bytes - a.bytes)
}
