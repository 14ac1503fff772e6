import type { FrameData } from '../../src/model/frame.js'
import type { Domain } from '../../src/model/result.js'
import { Snapshot } from '../../src/model/snapshot.js'
import type { Trace, TraceData } from '../../src/model/trace.js'
import { Traceback } from '../../src/model/traceback.js'

type Place = readonly [filename: string, lineno: number]

/** CPython's tests number the domains. */
const domains: readonly Domain[] = ['heap', 'code', 'arraybuffer', 'native', 'native']

export const frames = (...places: readonly Place[]): FrameData[] =>
  places.map(([filename, lineno]) => ({ filename, lineno }))

/** A raw trace of CPython's tests, whose frames run from the most recent to the oldest. */
const raw = (domain: number, size: number, places: readonly Place[], totalFrames: number): TraceData => ({
  domain: domains[domain] ?? 'heap',
  size,
  traceback: frames(...places.toReversed()),
  totalFrames,
})

const a2 = (): TraceData => {
  const places = [
    ['a.py', 2],
    ['b.py', 4],
  ] as const
  return raw(0, 10, places, 3)
}

const a5 = (domain: number, size: number): TraceData => {
  const places = [
    ['a.py', 5],
    ['b.py', 4],
  ] as const
  return raw(domain, size, places, 3)
}

const rawTraces = [a2(), a2(), a2(), a5(1, 2), raw(2, 66, [['b.py', 1]], 1), raw(3, 7, [['<unknown>', 0]], 1)]

const rawTraces2 = [a2(), a2(), a2(), a5(2, 2), a5(2, 5000), raw(4, 400, [['c.py', 578]], 1)]

/** The two snapshots that CPython's tests are made with. */
export const createSnapshots = (): [Snapshot, Snapshot] => [
  Snapshot.fromTraces(rawTraces, 2),
  Snapshot.fromTraces(rawTraces2, 2),
]

/** As in CPython's tests: from the most recent to the oldest. */
export const traceback = (...places: readonly Place[]): Traceback => new Traceback(frames(...places.toReversed()))

/** Traces as short tuples: domain, size, frames from the most recent to the oldest, total. */
export const tuples = (traces: readonly Trace[]): unknown[] =>
  traces.map(({ domain, size, traceback }) => [
    domains.indexOf(domain),
    size,
    traceback.frames.toReversed().map(({ filename, lineno }) => [filename, lineno]),
    traceback.totalFrames,
  ])
