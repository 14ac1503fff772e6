import { useMemo } from 'preact/hooks'
import { type Metric, metricName } from '../data/amounts.js'
import { placeLabel } from '../data/place.js'
import { type Site, sitesOf } from '../data/sites.js'
import { testsOf } from '../data/tests.js'
import { Bar } from '../parts/bar.js'
import { Controls } from '../parts/controls.js'
import { FindingCard } from '../parts/finding-card.js'
import { Change, sizeText } from '../parts/size.js'
import { isShown, type Selection } from '../state/selection.js'
import { change, type State } from '../state/store.js'
import { Numbers } from './numbers.js'
import { growthOf } from './tests-view.js'

const listed = 10
const opened = 3
const listedFindings = 100

interface Ranked {
  readonly key: string
  readonly name: string
  readonly beside?: string
  readonly bytes: number
  readonly growth: number
  readonly limit?: number
}

/** What to look at first: what failed, then what is largest. */
export function Overview({ selection, state }: { selection: Selection; state: State }) {
  const { capture, old } = selection
  const { metric } = state
  const { findings } = capture
  const name = metricName(capture, metric)
  const tests = useMemo(() => topTests(selection, metric), [capture, old, metric])
  const files = useMemo(() => topFiles(selection, metric), [capture, old, metric])
  const sites = useMemo(() => topSites(selection, state), [capture, old, state.hidden, metric])
  const compared = old !== undefined
  return (
    <>
      <Numbers selection={selection} />
      {findings.length > 0 && (
        <section>
          <h2 class="bad">
            {findings.length.toLocaleString('en')} {findings.length === 1 ? 'problem' : 'problems'}
          </h2>
          {findings.slice(0, listedFindings).map((finding, index) => (
            <FindingCard key={index} capture={capture} finding={finding} open={index < opened} />
          ))}
          {findings.length > listedFindings && <p class="dim">and {findings.length - listedFindings} more</p>}
        </section>
      )}
      <Controls capture={capture} state={state} />
      <div class="columns">
        {tests.length > 0 && (
          <Ranking
            title={compared ? `Tests that changed most (${name})` : `Tests by ${name}`}
            rows={tests}
            compared={compared}
            estimated={capture.estimated}
            open={key => change({ view: 'tests', selected: key })}
            all={() => change({ view: 'tests', selected: '' })}
          />
        )}
        <Ranking
          title={compared ? `Sites that changed most (${name})` : `Sites by ${name}`}
          rows={sites}
          compared={compared}
          estimated={capture.estimated}
          open={key => change({ view: 'sites', selected: key })}
          all={() => change({ view: 'sites', selected: '' })}
        />
        {files.length > 1 && (
          <Ranking
            title={`Test files by ${name}`}
            rows={files}
            compared={false}
            estimated={capture.estimated}
            open={name => change({ view: 'tests', selected: '', query: name })}
          />
        )}
      </div>
    </>
  )
}

interface RankingProps {
  readonly title: string
  readonly rows: readonly Ranked[]
  readonly compared: boolean
  readonly estimated: boolean
  readonly open: (key: string) => void
  readonly all?: () => void
}

function Ranking({ title, rows, compared, estimated, open, all }: RankingProps) {
  const most = Math.max(...rows.map(({ bytes, growth }) => (compared ? Math.abs(growth) : bytes)), 0)
  return (
    <section class="card">
      <h2>{title}</h2>
      <ol class="ranking">
        {rows.map(({ key, name, beside, bytes, growth, limit }) => (
          <li key={key} class={compared ? (growth > 0 ? 'grew' : 'shrank') : ''}>
            <button type="button" class="link" title={name} onClick={() => open(key)}>
              {name}
            </button>
            {beside && <span class="dim beside">{beside}</span>}
            <span class="amount">{compared ? <Change bytes={growth} /> : sizeText(bytes, estimated)}</span>
            <Bar
              value={compared ? Math.abs(growth) : bytes}
              most={most}
              {...(!compared && limit !== undefined && { limit })}
            />
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p class="empty">Nothing.</p>}
      {all && rows.length === listed && (
        <button type="button" class="link" onClick={all}>
          All
        </button>
      )}
    </section>
  )
}

const weigh = (compared: boolean, row: Ranked): number => (compared ? Math.abs(row.growth) : row.bytes)

const largest = (rows: Ranked[], compared: boolean): Ranked[] =>
  rows
    .filter(row => weigh(compared, row) > 0)
    .sort((a, b) => weigh(compared, b) - weigh(compared, a))
    .slice(0, listed)

function topTests({ capture, old }: Selection, metric: Metric): Ranked[] {
  const rows = testsOf(capture, old).map(test => ({
    key: test.key,
    name: test.name,
    beside: test.file,
    bytes: test.now[metric],
    growth: growthOf(test, metric),
    limit: test.limits[metric],
  }))
  return largest(rows, old !== undefined)
}

function topSites({ capture, old }: Selection, state: State): Ranked[] {
  const { metric } = state
  const rows = sitesOf(capture, old)
    .filter(site => isShown(site, state))
    .map((site: Site) => ({
      key: site.key,
      name: placeLabel(site.place),
      beside: site.place.function,
      bytes: site.now[metric],
      growth: site.now[metric] - site.old[metric],
    }))
  return largest(rows, old !== undefined)
}

function topFiles({ capture }: Selection, metric: Metric): Ranked[] {
  const { files, strings } = capture
  const limits = metric === 'retained' ? files.retainedLimit : files.allocatedLimit
  const rows = files.name.map((name, index) => ({
    key: strings[name] ?? '',
    name: strings[name] ?? '',
    bytes: files[metric][index] ?? 0,
    growth: 0,
    limit: limits[index] ?? -1,
  }))
  return largest(rows, false)
}
