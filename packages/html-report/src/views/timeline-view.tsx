import { useMemo, useState } from 'preact/hooks'
import { fileLabel } from '../data/tests.js'
import { lineOfFile, lineOfRun, type MemoryLine } from '../data/timeline.js'
import { sizeText } from '../parts/size.js'
import type { Selection } from '../state/selection.js'
import { change, type State } from '../state/store.js'
import { TimelineChart } from './timeline-chart.js'

const listed = 6

/** Heap and buffers while the tests ran. */
export function TimelineView({ selection: { capture }, state, isDark }: TimelineViewProps) {
  const [at, setTime] = useState<number | undefined>(undefined)
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
      <TimelineChart line={line} isDark={isDark} onPoint={setTime} />
      <p class="info" role="status">
        {at === undefined ? <Peak line={line} /> : <Running line={line} time={at} />}
      </p>
      <p class="legend">
        <i class="band" /> {ofFile ? 'tests' : 'test files'}
      </p>
    </>
  )
}

interface TimelineViewProps {
  readonly selection: Selection
  readonly state: State
  readonly isDark: boolean
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
function Running({ line: { spans }, time }: { line: MemoryLine; time: number }) {
  const running = spans.filter(({ start, end }) => start <= time && time <= end).map(({ name }) => name)
  const names = running.slice(0, listed).join(', ')
  return (
    <>
      {time.toFixed(3)} s: {names || 'between tests'}
      {running.length > listed && ` and ${running.length - listed} more`}
    </>
  )
}
