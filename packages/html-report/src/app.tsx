import type { ReportData } from '@tracemalloc/core/page'
import { Choice } from './parts/controls.js'
import { type Selection, select } from './state/selection.js'
import { change, type State, useStore, type View, views } from './state/store.js'
import { type Theme, useTheme } from './state/theme.js'
import { FlameView } from './trees/flame-view.js'
import { TreemapView } from './trees/treemap-view.js'
import { Overview } from './views/overview.js'
import { SitesView } from './views/sites-view.js'
import { TestsView } from './views/tests-view.js'
import { TimelineView } from './views/timeline-view.js'

const titles: Readonly<Record<View, string>> = {
  overview: 'Overview',
  tests: 'Tests',
  sites: 'Sites',
  flame: 'Flame graph',
  treemap: 'Treemap',
  timeline: 'Timeline',
}

/** The page. */
export function App({ report }: { report: ReportData }) {
  const state = useStore()
  const { theme, isDark, choose } = useTheme()
  const selection = select(report, state)
  const there = views.filter(view => isThere(view, selection))
  const view = there.includes(state.view) ? state.view : 'overview'
  return (
    <>
      <header class="top">
        <h1>
          tracemalloc <span>{selection.capture.name}</span>
        </h1>
        {report.captures.length > 1 && <Captures report={report} selection={selection} />}
        <Choice
          label="Theme"
          value={theme}
          values={[
            ['auto', 'auto'],
            ['light', 'light'],
            ['dark', 'dark'],
          ]}
          onChange={name => choose(name as Theme)}
        />
      </header>
      <Tabs views={there} view={view} />
      <main>
        <div id="panel" role="tabpanel" aria-labelledby={`tab-${view}`}>
          <ViewOf view={view} selection={selection} state={state} isDark={isDark} />
        </div>
      </main>
    </>
  )
}

function isThere(view: View, { capture, old }: Selection): boolean {
  if (view === 'tests') return capture.tests.name.length > 0 || (old?.tests.name.length ?? 0) > 0
  return view !== 'timeline' || capture.timelines.length > 0
}

function ViewOf({
  view,
  selection,
  state,
  isDark,
}: {
  view: View
  selection: Selection
  state: State
  isDark: boolean
}) {
  const props = { selection, state }
  if (view === 'tests') return <TestsView {...props} />
  if (view === 'sites') return <SitesView {...props} />
  if (view === 'flame') return <FlameView {...props} />
  if (view === 'treemap') return <TreemapView {...props} />
  if (view === 'timeline') return <TimelineView {...props} isDark={isDark} />
  return <Overview {...props} />
}

function Tabs({ views: there, view }: { views: readonly View[]; view: View }) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = there[(there.indexOf(view) + step + there.length) % there.length] as View
    change({ view: next, selected: '' })
    document.getElementById(`tab-${next}`)?.focus()
    event.preventDefault()
  }
  return (
    <div class="tabs" role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
      {there.map(name => (
        <button
          key={name}
          type="button"
          id={`tab-${name}`}
          role="tab"
          aria-selected={name === view}
          aria-controls="panel"
          tabIndex={name === view ? 0 : -1}
          onClick={() => change({ view: name, selected: '' })}
        >
          {titles[name]}
        </button>
      ))}
    </div>
  )
}

/** Which file is shown, and which one it is compared to. */
function Captures({ report: { captures }, selection: { shown, base } }: { report: ReportData; selection: Selection }) {
  const names = captures.map(({ name }, index) => (
    <option key={index} value={index}>
      {name}
    </option>
  ))
  return (
    <div class="captures">
      <label>
        Show{' '}
        <select value={shown} onChange={event => change({ shown: Number(event.currentTarget.value) })}>
          {names}
        </select>
      </label>
      <label>
        compared to{' '}
        <select value={base} onChange={event => change({ base: Number(event.currentTarget.value) })}>
          <option value={-1}>nothing</option>
          {names}
        </select>
      </label>
    </div>
  )
}
