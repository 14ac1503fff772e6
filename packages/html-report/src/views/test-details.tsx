import { useMemo } from 'preact/hooks'
import { countOf } from '../data/amounts.js'
import { sitesOfOwner } from '../data/sites.js'
import type { Test } from '../data/tests.js'
import { Bar } from '../parts/bar.js'
import { FindingCard } from '../parts/finding-card.js'
import { SiteList } from '../parts/site-list.js'
import { sizeText } from '../parts/size.js'
import type { Selection } from '../state/selection.js'
import { change, type State } from '../state/store.js'
import { Details } from './details.js'
import { TestChange, timeText } from './tests-view.js'

/** One test: its numbers, what is wrong with it, and its sites. */
export function TestDetails({ selection, test, state }: { selection: Selection; test: Test; state: State }) {
  const { capture } = selection
  const { metric } = state
  const sites = useMemo(
    () => (test.index === -1 ? [] : sitesOfOwner(capture, capture.testSites, test.index)),
    [capture, test.index],
  )
  const findings = capture.findings.filter(finding => test.index !== -1 && finding.test === test.index)
  return (
    <Details title={test.name}>
      <p class="dim">
        {test.file}
        {test.duration >= 0 && `, ${timeText(test.duration)}`}
        {test.concurrent && ', concurrent: its numbers are those of all tests that ran beside it'}
      </p>
      <dl>
        {(['retained', 'allocated'] as const).map(name => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{sizeText(test.now[name], capture.estimated)}</b> in {countOf(test.now, name).toLocaleString('en')}{' '}
              {selection.old && <TestChange test={test} metric={name} />}
              {test.limits[name] >= 0 && (
                <>
                  {' '}
                  of {sizeText(test.limits[name])}
                  <Bar value={test.now[name]} most={0} limit={test.limits[name]} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {findings.map((finding, index) => (
        <FindingCard key={index} capture={capture} finding={finding} open={false} />
      ))}
      <h3>Sites</h3>
      <SiteList capture={capture} sites={sites} metric={metric} />
      {capture.timelines.some(({ file }) => file === test.fileIndex) && (
        <p>
          <button type="button" class="link" onClick={() => change({ view: 'timeline', file: test.fileIndex })}>
            Timeline of its file
          </button>
        </p>
      )}
    </Details>
  )
}
