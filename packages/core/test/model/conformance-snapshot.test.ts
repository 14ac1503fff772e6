import { describe, expect, test } from 'vitest'
import { DomainFilter, Filter } from '../../src/model/filter.js'
import { Snapshot } from '../../src/model/snapshot.js'
import { Statistic } from '../../src/model/statistic.js'
import { StatisticDiff } from '../../src/model/statistic-diff.js'
import { createSnapshots, frames, traceback, tuples } from './hand-made.js'

const line = (filename: string, lineno: number) => traceback([filename, lineno])
const file = (filename: string) => line(filename, 0)

const a2 = [
  0,
  10,
  [
    ['a.py', 2],
    ['b.py', 4],
  ],
  3,
]
const a5 = [
  1,
  2,
  [
    ['a.py', 5],
    ['b.py', 4],
  ],
  3,
]
const b1 = [2, 66, [['b.py', 1]], 1]
const unknown = [3, 7, [['<unknown>', 0]], 1]

// Names as in CPython's test_tracemalloc.py.
describe('TestSnapshot', () => {
  test('create_snapshot', () => {
    const traces = [{ domain: 'heap', size: 5, traceback: frames(['a.py', 2]), totalFrames: 10 }] as const
    const snapshot = Snapshot.fromTraces(traces, 5)
    expect(snapshot.tracebackLimit).toBe(5)
    expect(snapshot.traces).toHaveLength(1)
    const trace = snapshot.traces[0]
    expect(trace?.size).toBe(5)
    expect(trace?.traceback.totalFrames).toBe(10)
    expect(trace?.traceback).toHaveLength(1)
    expect(trace?.traceback.at(0)?.filename).toBe('a.py')
    expect(trace?.traceback.at(0)?.lineno).toBe(2)
  })

  test('filter_traces', () => {
    const [snapshot] = createSnapshots()
    const notB = new Filter(false, 'b.py')
    const line2 = new Filter(true, 'a.py', 2)
    const line5 = new Filter(true, 'a.py', 5)
    const original = tuples(snapshot.traces)

    const withoutB = snapshot.filterTraces([notB])
    expect(tuples(withoutB.traces)).toEqual([a2, a2, a2, a5, unknown])
    expect(tuples(snapshot.traces)).toEqual(original)

    expect(tuples(withoutB.filterTraces([line2, line5]).traces)).toEqual([a2, a2, a2, a5])

    const copy = snapshot.filterTraces([])
    expect(copy).not.toBe(snapshot)
    expect(copy.traces).not.toBe(snapshot.traces)
    expect(copy.traces).toEqual(snapshot.traces)

    expect(() => snapshot.filterTraces(notB as never)).toThrow(TypeError)
  })

  test('filter_traces_domain', () => {
    const [snapshot] = createSnapshots()
    const original = tuples(snapshot.traces)
    const excluded = snapshot.filterTraces([new Filter(false, 'a.py', undefined, false, 'code')])
    expect(tuples(excluded.traces)).toEqual([a2, a2, a2, b1, unknown])
    const included = snapshot.filterTraces([new Filter(true, 'a.py', undefined, false, 'code')])
    expect(tuples(included.traces)).toEqual([a5])
    expect(tuples(snapshot.traces)).toEqual(original)
  })

  test('filter_traces_domain_filter', () => {
    const [snapshot] = createSnapshots()
    expect(tuples(snapshot.filterTraces([new DomainFilter(false, 'native')]).traces)).toEqual([a2, a2, a2, a5, b1])
    expect(tuples(snapshot.filterTraces([new DomainFilter(true, 'native')]).traces)).toEqual([unknown])
  })

  test('snapshot_group_by_line', () => {
    const [snapshot, snapshot2] = createSnapshots()
    expect(snapshot.statistics('lineno')).toEqual([
      new Statistic(line('b.py', 1), 66, 1),
      new Statistic(line('a.py', 2), 30, 3),
      new Statistic(line('<unknown>', 0), 7, 1),
      new Statistic(line('a.py', 5), 2, 1),
    ])
    expect(snapshot2.statistics('lineno')).toEqual([
      new Statistic(line('a.py', 5), 5002, 2),
      new Statistic(line('c.py', 578), 400, 1),
      new Statistic(line('a.py', 2), 30, 3),
    ])
    expect(snapshot2.compareTo(snapshot, 'lineno')).toEqual([
      new StatisticDiff(line('a.py', 5), 5002, 5000, 2, 1),
      new StatisticDiff(line('c.py', 578), 400, 400, 1, 1),
      new StatisticDiff(line('b.py', 1), 0, -66, 0, -1),
      new StatisticDiff(line('<unknown>', 0), 0, -7, 0, -1),
      new StatisticDiff(line('a.py', 2), 30, 0, 3, 0),
    ])
  })

  test('snapshot_group_by_file', () => {
    const [snapshot, snapshot2] = createSnapshots()
    expect(snapshot.statistics('filename')).toEqual([
      new Statistic(file('b.py'), 66, 1),
      new Statistic(file('a.py'), 32, 4),
      new Statistic(file('<unknown>'), 7, 1),
    ])
    expect(snapshot2.statistics('filename')).toEqual([
      new Statistic(file('a.py'), 5032, 5),
      new Statistic(file('c.py'), 400, 1),
    ])
    expect(snapshot2.compareTo(snapshot, 'filename')).toEqual([
      new StatisticDiff(file('a.py'), 5032, 5000, 5, 1),
      new StatisticDiff(file('c.py'), 400, 400, 1, 1),
      new StatisticDiff(file('b.py'), 0, -66, 0, -1),
      new StatisticDiff(file('<unknown>'), 0, -7, 0, -1),
    ])
  })

  test('snapshot_group_by_traceback', () => {
    const [snapshot, snapshot2] = createSnapshots()
    const tb1 = traceback(['a.py', 2], ['b.py', 4])
    const tb2 = traceback(['a.py', 5], ['b.py', 4])
    const tb3 = traceback(['b.py', 1])
    const tb4 = traceback(['<unknown>', 0])
    const tb5 = traceback(['c.py', 578])
    const sums = (statistics: readonly Statistic[]) =>
      statistics.map(({ traceback, size, count }) => [traceback.key, size, count])
    expect(sums(snapshot.statistics('traceback'))).toEqual([
      [tb3.key, 66, 1],
      [tb1.key, 30, 3],
      [tb4.key, 7, 1],
      [tb2.key, 2, 1],
    ])
    expect(sums(snapshot2.statistics('traceback'))).toEqual([
      [tb2.key, 5002, 2],
      [tb5.key, 400, 1],
      [tb1.key, 30, 3],
    ])
    const differences = snapshot2.compareTo(snapshot, 'traceback')
    expect(differences.map(diff => [diff.traceback.key, diff.size, diff.sizeDiff, diff.count, diff.countDiff])).toEqual(
      [
        [tb2.key, 5002, 5000, 2, 1],
        [tb5.key, 400, 400, 1, 1],
        [tb3.key, 0, -66, 0, -1],
        [tb4.key, 0, -7, 0, -1],
        [tb1.key, 30, 0, 3, 0],
      ],
    )
    expect(() => snapshot.statistics('traceback', true)).toThrow(expect.objectContaining({ code: 'BAD_KEY_TYPE' }))
  })

  test('snapshot_group_by_cumulative', () => {
    const [snapshot] = createSnapshots()
    expect(snapshot.statistics('filename', true)).toEqual([
      new Statistic(file('b.py'), 98, 5),
      new Statistic(file('a.py'), 32, 4),
      new Statistic(file('<unknown>'), 7, 1),
    ])
    expect(snapshot.statistics('lineno', true)).toEqual([
      new Statistic(line('b.py', 1), 66, 1),
      new Statistic(line('b.py', 4), 32, 4),
      new Statistic(line('a.py', 2), 30, 3),
      new Statistic(line('<unknown>', 0), 7, 1),
      new Statistic(line('a.py', 5), 2, 1),
    ])
  })

  test('trace_format', () => {
    const trace = createSnapshots()[0].traces[0]
    expect(String(trace)).toBe('b.py:4: 10 B')
    expect(String(trace?.traceback)).toBe('b.py:4')
    expect(String(trace?.traceback.at(0))).toBe('b.py:4')
  })

  test('statistic_format', () => {
    const [statistic] = createSnapshots()[0].statistics('lineno')
    expect(String(statistic)).toBe('b.py:1: size=66 B, count=1, average=66 B')
  })

  test('statistic_diff_format', () => {
    const [snapshot, snapshot2] = createSnapshots()
    const [difference] = snapshot2.compareTo(snapshot, 'lineno')
    expect(String(difference)).toBe('a.py:5: size=5002 B (+5000 B), count=2 (+1), average=2501 B')
  })

  test('slices', () => {
    const [snapshot] = createSnapshots()
    expect(snapshot.traces.slice(0, 2)).toEqual([snapshot.traces[0], snapshot.traces[1]])
    const own = snapshot.traces[0]?.traceback
    expect(own?.slice(0, 2)).toEqual([own?.at(0), own?.at(1)])
  })

  test('format_traceback', () => {
    const own = createSnapshots()[0].traces[0]?.traceback
    const sourceLine = (filename: string, lineno: number): string => `  <${filename}, ${lineno}>`
    const b = ['  File "b.py", line 4', '    <b.py, 4>']
    const a = ['  File "a.py", line 2', '    <a.py, 2>']
    expect(own?.format(undefined, false, sourceLine)).toEqual([...b, ...a])
    expect(own?.format(1, false, sourceLine)).toEqual(a)
    expect(own?.format(-1, false, sourceLine)).toEqual(b)
    expect(own?.format(undefined, true, sourceLine)).toEqual([...a, ...b])
    expect(own?.format(1, true, sourceLine)).toEqual(a)
    expect(own?.format(-1, true, sourceLine)).toEqual(b)
  })
})
