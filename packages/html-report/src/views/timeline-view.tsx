import { useMemo, useState } from 'preact/hooks'
import { collectionAt } from '../data/collections.js'
import { fileLabel } from '../data/tests.js'
import { lineOfFile, lineOfRun, type MemoryLine } from '../data/timeline.js'
import { sizeText } from '../parts/size.js'
import type { Selection } from '../state/selection.js'
import { change, type State } from '../state/store.js'
import { CollectionLegend, collectionText } from './collection-legend.js'
import { TimelineChart } from './timeline-chart.js'

const listed = 6

/** Heap and buffers while the tests ran. */
export function TimelineView({ selection: { capture }, state, isDark }: TimelineViewProps) {
  const [pointed, point] = useState<Moment | undefined>(undefined)
  const ofFile = useMemo(() => lineOfFile(capture, state.file), [capture, state.file])
  const line = useMemo(() => ofFile ?? lineOfRun(capture), [capture, ofFile])
  const files = useMemo(
    () =>
      capture.timelines
        .map(({ file }) => ({ file, name: fileLabel(capture, file) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    [capture],
  )
  return (
    <>
      <div class="tools">
        <label>
          Memory of{' '}
          <select
            value={ofFile ? state.file : -1}
            onChange={event => change({ file: Number(event.currentTarget.value) })}
          >
            <option value={-1}>all test files</option>
            {files.map(({ file, name }) => (
              <option key={file} value={file}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <p class="dim">
          Drag to zoom, double-click to see all. Garbage counts until it is collected
          {ofFile ? '' : '; processes that ran at the same time are added up'}.
        </p>
      </div>
      <TimelineChart
        line={line}
        isDark={isDark}
        onPoint={(time, near) => point(time === undefined ? undefined : { time, near })}
      />
      <p class="info" role="status">
        {pointed ? <Running line={line} {...pointed} /> : <Peak line={line} />}
      </p>
      <p class="legend">
        <i class="band" /> {ofFile ? 'tests' : 'test files'}
      </p>
      {line.collections && <CollectionLegend collections={line.collections} />}
    </>
  )
}

interface TimelineViewProps {
  readonly selection: Selection
  readonly state: State
  readonly isDark: boolean
}

/** In seconds; what is as close as `near` is meant as well. */
interface Moment {
  readonly time: number
  readonly near: number
}

function Peak({ line: { time, heap, buffers } }: { line: MemoryLine }) {
  let most = 0
  for (const index of time.keys()) {
    if (sumAt(heap, buffers, index) > sumAt(heap, buffers, most)) most = index
  }
  const [ofHeap, ofBuffers] = [sizeText(heap[most] ?? 0), sizeText(buffers[most] ?? 0)]
  return (
    <>
      Most at {(time[most] ?? 0).toFixed(2)} s: heap {ofHeap}, buffers {ofBuffers}
    </>
  )
}

const sumAt = (heap: readonly number[], buffers: readonly number[], index: number): number =>
  (heap[index] ?? 0) + (buffers[index] ?? 0)

/** What ran at that moment. */
function Running({ line: { spans, collections }, time, near }: { line: MemoryLine } & Moment) {
  const running = spans.filter(({ start, end }) => start <= time && time <= end).map(({ name }) => name)
  const collection = collections && collectionAt(collections.list, time, near)
  const names = running.slice(0, listed).join(', ')
  return (
    <>
      {time.toFixed(3)} s: {names || 'between tests'}
      {running.length > listed && ` and ${running.length - listed} more`}
      {collection && `; ${collectionText(collection)}`}
    </>
  )
}
