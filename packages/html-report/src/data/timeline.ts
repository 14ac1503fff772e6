import type { Capture } from '@tracemalloc/core/page'
import { type CollectionList, collectionsOf } from './collections.js'
import { textOf } from './place.js'
import { fileLabel } from './tests.js'

/** Something that lasted. In seconds since the run began. */
export interface Span {
  readonly name: string
  readonly start: number
  readonly end: number
  /** Index of the file. */
  readonly file: number
}

/** Memory over time, in bytes. */
export interface MemoryLine {
  /** Seconds since the run began. */
  readonly time: readonly number[]
  readonly heap: readonly number[]
  readonly buffers: readonly number[]
  /** The test files; of one file: its tests. */
  readonly spans: readonly Span[]
  readonly collections: CollectionList | undefined
}

interface Moment {
  readonly time: number
  readonly isolate: string
  readonly heap: number
  readonly buffers: number
}

const KiB = 1024
/** In seconds. */
const shortly = 1e-4

/** Of all files together: at each moment the sum over the processes and threads that were at work. */
export function lineOfRun(capture: Capture): MemoryLine {
  const { timelines } = capture
  const began = Math.min(...timelines.map(({ start }) => start))
  const seconds = (milliseconds: number): number => (milliseconds - began) / 1000
  const spans = timelines.map(({ file, start, time }) => ({
    name: fileLabel(capture, file),
    start: seconds(start),
    end: seconds(start + (time.at(-1) ?? 0)),
    file,
  }))
  return {
    ...sumUp(momentsOf(capture, seconds)),
    spans,
    collections: collectionsOf(timelines, ({ start }) => start - began),
  }
}

/** Ends of processes included, in order. */
function momentsOf({ timelines }: Capture, seconds: (milliseconds: number) => number): Moment[] {
  const moments: Moment[] = []
  const ends = new Map<string, number>()
  const begun = new Set<string>()
  for (const { isolate, start, time, heap, buffers } of timelines) {
    for (const [index, at] of time.entries()) {
      const now = seconds(start + at)
      // What was there before must not look like a slope that leads to it.
      if (!begun.has(isolate)) moments.push({ time: now - shortly, isolate, heap: 0, buffers: 0 })
      begun.add(isolate)
      moments.push({ time: now, isolate, heap: (heap[index] ?? 0) * KiB, buffers: (buffers[index] ?? 0) * KiB })
      ends.set(isolate, Math.max(now, ends.get(isolate) ?? 0))
    }
  }
  for (const [isolate, end] of ends) moments.push({ time: end + shortly, isolate, heap: 0, buffers: 0 })
  return moments.sort((a, b) => a.time - b.time)
}

function sumUp(moments: readonly Moment[]): Omit<MemoryLine, 'spans' | 'collections'> {
  const last = new Map<string, Moment>()
  const sums: { time: number[]; heap: number[]; buffers: number[] } = { time: [], heap: [], buffers: [] }
  let [heap, buffers] = [0, 0]
  for (const moment of moments) {
    const before = last.get(moment.isolate)
    heap += moment.heap - (before?.heap ?? 0)
    buffers += moment.buffers - (before?.buffers ?? 0)
    last.set(moment.isolate, moment)
    sums.time.push(moment.time)
    sums.heap.push(heap)
    sums.buffers.push(buffers)
  }
  return sums
}

/** Of one file, in its own process or thread; `undefined` when nobody measured. */
export function lineOfFile(capture: Capture, file: number): MemoryLine | undefined {
  const timeline = capture.timelines.find(it => it.file === file)
  if (!timeline) return undefined
  const { time, heap, buffers } = timeline
  return {
    time: time.map(at => at / 1000),
    heap: heap.map(size => size * KiB),
    buffers: buffers.map(size => size * KiB),
    spans: testSpans(capture, file),
    collections: collectionsOf([timeline], () => 0),
  }
}

function testSpans(capture: Capture, file: number): Span[] {
  const { tests } = capture
  const spans: Span[] = []
  for (const [index, name] of tests.name.entries()) {
    const [start, end] = [tests.begin[index] ?? -1, tests.end[index] ?? -1]
    if (tests.file[index] !== file || start < 0) continue
    spans.push({ name: textOf(capture, name), start: start / 1000, end: end / 1000, file })
  }
  return spans
}
