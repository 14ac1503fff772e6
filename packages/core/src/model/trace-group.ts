import { TracemallocError } from '../errors.js'
import { type Frame, unknownFrame } from './frame.js'
import { Statistic } from './statistic.js'
import type { TraceTable } from './trace-table.js'
import type { Traceback } from './traceback.js'

/** What traces are grouped by: the file, file and line, or the whole traceback. */
export type KeyType = 'filename' | 'lineno' | 'traceback'

interface Sum {
  readonly traceback: Traceback
  size: number
  count: number
}

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

/**
 * Sums what is alive up by key. Cumulative: a trace counts for every file or line of its traceback, but once for each.
 * @throws {TracemallocError} `BAD_KEY_TYPE`
 */
export function groupTraces(table: TraceTable, keyType: KeyType, cumulative: boolean): ReadonlyMap<string, Statistic> {
  checkKeyType(keyType, cumulative)
  const { traceback, size, count } = table.columns
  const sums = new Map<string, Sum>()
  // Many traces have the same traceback: its groups are worked out once, when there is something alive in them.
  const sumsOf: (readonly Sum[])[] = []
  for (let row = 0; row < table.length; row++) {
    if (count[row] === 0) continue
    const index = traceback[row] as number
    sumsOf[index] ??= sumsOfTraceback(table.tracebacks[index] as Traceback, keyType, cumulative, sums)
    for (const sum of sumsOf[index]) {
      sum.size += size[row] as number
      sum.count += count[row] as number
    }
  }
  return new Map([...sums].map(([key, sum]) => [key, new Statistic(sum.traceback, sum.size, sum.count)]))
}

function sumsOfTraceback(
  traceback: Traceback,
  keyType: KeyType,
  cumulative: boolean,
  sums: Map<string, Sum>,
): readonly Sum[] {
  return groupsOfTraceback(traceback, keyType, cumulative).map(([key, group]) => {
    const sum = sums.get(key) ?? { traceback: group, size: 0, count: 0 }
    sums.set(key, sum)
    return sum
  })
}

function groupsOfTraceback(
  traceback: Traceback,
  keyType: KeyType,
  cumulative: boolean,
): readonly (readonly [string, Traceback])[] {
  if (keyType === 'traceback') return [[traceback.key, traceback]]
  const frames = cumulative ? traceback.frames : [traceback.at(-1) ?? unknownFrame]
  // A map, so that a file (or a recursive line) that is on the stack several times counts once. CPython counts it each
  // time: there, a 10-byte block with two frames of a.py gives a.py 20 bytes.
  const groups = frames.map(frame => traceback.withFrame(groupFrame(frame, keyType)))
  return [...new Map(groups.map(group => [group.key, group]))]
}

const groupFrame = (frame: Frame, keyType: KeyType) =>
  keyType === 'lineno' ? frame : { filename: frame.filename, lineno: 0 }
