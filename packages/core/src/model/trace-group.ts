import { TracemallocError } from '../errors.js'
import { type Frame, unknownFrame } from './frame.js'
import { Statistic } from './statistic.js'
import type { Trace } from './trace.js'
import { Traceback } from './traceback.js'

/** What traces are grouped by: the file, file and line, or the whole traceback. */
export type KeyType = 'filename' | 'lineno' | 'traceback'

/** @throws {TracemallocError} `BAD_KEY_TYPE` for another key type, and for a cumulative `'traceback'`. */
export function checkKeyType(keyType: KeyType, cumulative: boolean): void {
  if (keyType !== 'filename' && keyType !== 'lineno' && keyType !== 'traceback') {
    const valid = "use 'filename', 'lineno' or 'traceback'"
    throw new TracemallocError('BAD_KEY_TYPE', `unknown keyType: '${String(keyType)}'; ${valid}`)
  }
  if (cumulative && keyType === 'traceback') {
    const message = "cumulative mode cannot be used with key type 'traceback'; use 'filename' or 'lineno'"
    throw new TracemallocError('BAD_KEY_TYPE', message)
  }
}

/** Sums traces up by key. Cumulative: a trace counts for every file or line of its traceback, but once for each. */
export function groupTraces(
  traces: readonly Trace[],
  keyType: KeyType,
  cumulative: boolean,
): ReadonlyMap<string, Statistic> {
  const sums = new Map<string, { traceback: Traceback; size: number; count: number }>()
  // Most traces share their traceback object with others: its groups are worked out once.
  const groupsOf = new Map<Traceback, ReadonlyMap<string, Traceback>>()
  for (const { traceback, size, count } of traces) {
    const groups = groupsOf.get(traceback) ?? groupsOfTraceback(traceback, keyType, cumulative)
    groupsOf.set(traceback, groups)
    for (const [key, group] of groups) {
      const sum = sums.get(key)
      if (sum === undefined) sums.set(key, { traceback: group, size, count })
      else {
        sum.size += size
        sum.count += count
      }
    }
  }
  return new Map([...sums].map(([key, sum]) => [key, new Statistic(sum.traceback, sum.size, sum.count)]))
}

function groupsOfTraceback(
  traceback: Traceback,
  keyType: KeyType,
  cumulative: boolean,
): ReadonlyMap<string, Traceback> {
  if (keyType === 'traceback') return new Map([[traceback.key, traceback]])
  const frames = cumulative ? traceback.frames : [traceback.at(-1) ?? unknownFrame]
  // A map, so that a file (or a recursive line) that is on the stack several times counts once. CPython counts it each
  // time: there, a 10-byte block with two frames of a.py gives a.py 20 bytes.
  return new Map(frames.map(frame => groupOfFrame(frame, keyType)).map(group => [group.key, group]))
}

const groupOfFrame = (frame: Frame, keyType: KeyType): Traceback =>
  new Traceback([keyType === 'lineno' ? frame : { filename: frame.filename, lineno: 0 }])
