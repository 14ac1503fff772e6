import { type Metric, metricName } from '../data/amounts.js'
import { testsOf } from '../data/tests.js'
import { Bar } from '../parts/bar.js'
import { Change, sizeText } from '../parts/size.js'
import type { Selection } from '../state/selection.js'

/** The run in a few numbers. */
export function Numbers({ selection }: { selection: Selection }) {
  const { capture, old } = selection
  const tests = testsOf(capture, old).filter(({ index }) => index !== -1)
  const count = (state: string): number => tests.filter(test => test.state === state).length
  const rss = capture.files.rss.reduce((most, bytes) => Math.max(most, bytes), 0)
  return (
    <section class="numbers">
      <Total selection={selection} metric="retained" />
      <Total selection={selection} metric="allocated" />
      {capture.kind === 'results' && (
        <div>
          <b>{tests.length.toLocaleString('en')}</b> tests in {capture.files.name.length.toLocaleString('en')} files
          <small>
            {count('failed') > 0 && <span class="failed">{count('failed')} failed </span>}
            {count('passed').toLocaleString('en')} passed{count('skipped') > 0 && ` ${count('skipped')} skipped`}
          </small>
        </div>
      )}
      {rss > 0 && (
        <div>
          <b>{sizeText(rss)}</b> largest process
          <small>when one of its files ended</small>
        </div>
      )}
      <dl class="facts">
        {capture.facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {capture.notices.map(notice => (
        <p key={notice} class="notice">
          {notice}
        </p>
      ))}
    </section>
  )
}

function Total({ selection: { capture, old }, metric }: { selection: Selection; metric: Metric }) {
  const bytes = capture.totals[metric]
  const limit = capture.limits[metric] ?? -1
  const name = metricName(capture, metric)
  return (
    <div>
      <b>{sizeText(bytes, capture.estimated)}</b> {name}{' '}
      <small>
        {old && <Change bytes={bytes - old.totals[metric]} />}
        {limit >= 0 && ` budget ${sizeText(limit)}`}
      </small>
      {limit >= 0 && <Bar value={bytes} most={0} limit={limit} />}
    </div>
  )
}
