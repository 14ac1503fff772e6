import { useMemo } from 'preact/hooks'
import { type Test, testsOf } from '../data/tests.js'
import { countColumn, growthColumn, sizeColumn } from '../parts/amount-columns.js'
import { Bar } from '../parts/bar.js'
import { Controls, Search } from '../parts/controls.js'
import { Change } from '../parts/size.js'
import { type Column, Table } from '../parts/table.js'
import type { Selection } from '../state/selection.js'
import { change, type State } from '../state/store.js'
import { TestDetails } from './test-details.js'

/** All tests, to be sorted and filtered. */
export function TestsView({ selection, state }: { selection: Selection; state: State }) {
  const { capture, old } = selection
  const { metric, query } = state
  const tests = useMemo(() => wantedTests(selection, query), [capture, old, query])
  const columns = useMemo(() => columnsOf(selection, state, tests), [capture, old, metric, tests])
  const selected = testsOf(capture, old).find(({ key }) => key === state.selected)
  return (
    <>
      <Controls capture={capture} state={state} />
      <div class="tools">
        <Search state={state} what="tests" />
        <p class="dim" role="status">
          {tests.length.toLocaleString('en')} tests
        </p>
      </div>
      <div class={selected ? 'split' : ''}>
        <Table
          label="Tests"
          rows={tests}
          columns={selected ? columns.filter(({ narrow }) => narrow) : columns}
          sort={old ? 'Growth' : 'Size'}
          keyOf={({ key }) => key}
          selected={state.selected}
          onSelect={({ key }) => change({ selected: key })}
          classOf={({ index }) => (index === -1 ? 'gone' : '')}
        />
        {selected && <TestDetails selection={selection} test={selected} state={state} />}
      </div>
    </>
  )
}

function wantedTests({ capture, old }: Selection, query: string): readonly Test[] {
  const wanted = query.toLowerCase()
  const tests = testsOf(capture, old)
  return wanted === '' ? tests : tests.filter(({ name, file }) => `${file} ${name}`.toLowerCase().includes(wanted))
}

/** What only one of the files has did not grow: it is new, or gone. */
export function TestChange({ test, metric }: { test: Test; metric: State['metric'] }) {
  if (test.index === -1) return <span class="dim">gone</span>
  if (!test.old) return <span class="dim">new</span>
  return <Change bytes={growthOf(test, metric)} />
}

export const growthOf = ({ now, old }: Test, metric: State['metric']): number => (old ? now[metric] - old[metric] : 0)

function columnsOf({ capture, old }: Selection, { metric }: State, tests: readonly Test[]): Column<Test>[] {
  const most = tests.reduce((largest, { now }) => Math.max(largest, now[metric]), 0)
  const states = { failed: '✗', passed: '✓', skipped: '–' } as const
  return [
    {
      name: 'State',
      narrow: true,
      width: '3.5rem',
      by: ({ state }) => ['failed', 'passed', 'skipped'].indexOf(state) * -1,
      number: true,
      show: ({ state }) => (
        <span class={state} title={state}>
          {states[state]}
        </span>
      ),
    },
    {
      name: 'Test',
      narrow: true,
      width: 'minmax(12rem, 3fr)',
      by: ({ name }) => name,
      show: ({ name, concurrent }) => (
        <>
          <span title={name}>{name}</span>
          {concurrent && <span class="tag">concurrent</span>}
        </>
      ),
    },
    {
      name: 'File',
      width: 'minmax(8rem, 1.5fr)',
      by: ({ file }) => file,
      show: ({ file }) => (
        <span class="path dim" title={file}>
          <bdi>{file}</bdi>
        </span>
      ),
    },
    sizeColumn(capture, metric),
    ...(old
      ? [
          growthColumn(
            (test: Test) => growthOf(test, metric),
            test => <TestChange test={test} metric={metric} />,
          ),
        ]
      : []),
    {
      name: 'Budget',
      narrow: true,
      hint: 'how much of its limit it used; without a limit: of what the largest test used',
      width: 'minmax(4rem, 8rem)',
      number: true,
      by: ({ now, limits }) => (limits[metric] >= 0 ? now[metric] / Math.max(1, limits[metric]) : 0),
      show: ({ now, limits }) =>
        limits[metric] >= 0 ? (
          <Bar value={now[metric]} most={0} limit={limits[metric]} />
        ) : (
          <span class="faint">
            <Bar value={now[metric]} most={most} />
          </span>
        ),
    },
    countColumn(metric),
    {
      name: 'Time',
      width: '5rem',
      number: true,
      by: ({ duration }) => duration,
      show: ({ duration }) => (duration < 0 ? '' : timeText(duration)),
    },
  ]
}

export const timeText = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
