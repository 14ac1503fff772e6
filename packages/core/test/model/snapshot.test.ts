import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { random as seededRandom } from '../../src/failmalloc/random.js'
import { DomainFilter, Filter } from '../../src/model/filter.js'
import { Snapshot } from '../../src/model/snapshot.js'
import { Statistic } from '../../src/model/statistic.js'
import { StatisticDiff } from '../../src/model/statistic-diff.js'
import type { TraceData } from '../../src/model/trace.js'
import { TraceTableBuilder } from '../../src/model/trace-table-builder.js'
import { createSnapshots, frames, traceback } from './hand-made.js'

describe('statistics', () => {
  test('count the allocations of a trace', () => {
    const traces = [
      { domain: 'heap', size: 60, count: 3, traceback: frames(['a.js', 1]) },
      { domain: 'heap', size: 7, traceback: frames(['a.js', 1]) },
    ] as const
    expect(Snapshot.fromTraces(traces, 1).statistics('lineno')).toEqual([new Statistic(traceback(['a.js', 1]), 67, 4)])
  })

  test('count a file or line once per trace when cumulative, however often it is on the stack', () => {
    const recursive = { domain: 'heap', size: 10, traceback: frames(['a.js', 1], ['a.js', 2], ['a.js', 2]) } as const
    const snapshot = Snapshot.fromTraces([recursive], 8)
    expect(snapshot.statistics('filename', true).map(String)).toEqual(['a.js:0: size=10 B, count=1, average=10 B'])
    expect(snapshot.statistics('lineno', true).map(({ size }) => size)).toEqual([10, 10])
  })

  test('name the group by the most recent frame, whatever else frames know', () => {
    const traces = [
      { domain: 'heap', size: 1, traceback: [{ filename: 'a.js', lineno: 3, column: 5, functionName: 'f' }] },
      { domain: 'heap', size: 1, traceback: [{ filename: 'a.js', lineno: 3, column: 9, functionName: 'g' }] },
    ] as const
    const statistics = Snapshot.fromTraces(traces, 1).statistics('lineno')
    expect(statistics.map(String)).toEqual(['a.js:3: size=2 B, count=2, average=1 B'])
    expect(statistics[0]?.traceback.at(0)?.functionName).toBe('f')
  })

  test('take a trace without frames for one of an unknown place', () => {
    const snapshot = Snapshot.fromTraces([{ domain: 'native', size: 4, traceback: [] }], 1)
    expect(snapshot.statistics('traceback').map(String)).toEqual(['<unknown>:0: size=4 B, count=1, average=4 B'])
  })

  test.each(['line', '', undefined, 'constructor'])('know no key type %j', keyType => {
    const [snapshot, snapshot2] = createSnapshots()
    const message = `unknown keyType: '${keyType}'; use 'filename', 'lineno' or 'traceback'`
    expect(() => snapshot.statistics(keyType as never)).toThrow(message)
    expect(() => snapshot.compareTo(snapshot2, keyType as never)).toThrow(message)
  })

  test('are sorted alike, whatever order the traces come in', () => {
    const random = seededRandom(7)
    const traces: TraceData[] = Array.from({ length: 300 }, () => ({
      domain: 'heap',
      size: Math.floor(random() * 3),
      traceback: frames(
        [`${Math.floor(random() * 5)}.js`, Math.floor(random() * 4)],
        ['x.js', Math.floor(random() * 3)],
      ),
    }))
    const shuffled = traces
      .map(trace => ({ trace, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ trace }) => trace)
    for (const keyType of ['filename', 'lineno', 'traceback'] as const) {
      const expected = Snapshot.fromTraces(traces, 2)
        .statistics(keyType)
        .map(text => inspect(text))
      expect(
        Snapshot.fromTraces(shuffled, 2)
          .statistics(keyType)
          .map(text => inspect(text)),
      ).toEqual(expected)
    }
  })
})

describe('strings are those that CPython prints', () => {
  const place = traceback(['a.py', 3])
  test.each([
    [new Statistic(place, 2048, 10), 'a.py:3: size=2048 B, count=10, average=205 B'],
    [new StatisticDiff(place, 2048, 1024, 10, 5), 'a.py:3: size=2048 B (+1024 B), count=10 (+5), average=205 B'],
    [new StatisticDiff(place, 0, -30, 0, -3), 'a.py:3: size=0 B (-30 B), count=0 (-3)'],
  ])('%s', (statistic, text) => expect(String(statistic)).toBe(text))

  test('inspected', () => {
    const [snapshot, snapshot2] = createSnapshots()
    const b4 = "<Traceback (<Frame filename='b.py' lineno=4>, <Frame filename='a.py' lineno=2>) totalFrames=3>"
    expect(inspect(snapshot.traces[0])).toBe(`<Trace domain=heap size=10 B, traceback=${b4}>`)
    const b1 = "<Traceback (<Frame filename='b.py' lineno=1>)>"
    expect(inspect(snapshot.statistics('lineno')[0])).toBe(`<Statistic traceback=${b1} size=66 count=1>`)
    expect(inspect(snapshot2.compareTo(snapshot, 'lineno')[2])).toBe(
      `<StatisticDiff traceback=${b1} size=0 (-66) count=0 (-1)>`,
    )
    expect(inspect(snapshot)).toBe('<Snapshot traces=6 tracebackLimit=2>')
  })
})

describe('a snapshot', () => {
  test('cannot be changed', () => {
    const [snapshot] = createSnapshots()
    const trace = snapshot.traces[0]
    const targets = [
      snapshot,
      snapshot.traces,
      trace,
      trace?.traceback,
      trace?.traceback.frames,
      trace?.traceback.at(0),
    ]
    for (const target of [...targets, snapshot.statistics('lineno')[0]]) expect(Object.isFrozen(target)).toBe(true)
  })

  test('shares the frames and tracebacks that its data shares', () => {
    const [shared] = frames(['a.js', 1])
    const chain = [shared as NonNullable<typeof shared>]
    const data = { domain: 'heap', size: 1, traceback: chain } as const
    const [first, second] = Snapshot.fromTraces([data, { ...data, domain: 'code' }], 1).traces
    expect(first?.traceback).toBe(second?.traceback)
    expect(first?.equals(second as never)).toBe(false)
    const [other] = Snapshot.fromTraces([{ ...data, traceback: [...chain, ...chain] }], 1).traces
    expect(other?.traceback.at(0)).toBe(other?.traceback.at(1))
  })

  test('keeps what one of the inclusive and all of the exclusive filters keep', () => {
    const [snapshot] = createSnapshots()
    const kept = snapshot.filterTraces([
      new DomainFilter(true, 'heap'),
      new DomainFilter(true, 'native'),
      new DomainFilter(false, 'native'),
    ])
    expect(kept.traces.map(({ domain }) => domain)).toEqual(['heap', 'heap', 'heap'])
  })
})

test('a traceback is ordered frame by frame, the shorter one first', () => {
  const sorted = [traceback(['a', 2]), traceback(['b', 1], ['a', 2]), traceback(['a', 10]), traceback(['b', 1])]
  expect(sorted.toReversed().sort((a, b) => a.compare(b))).toEqual(sorted)
  expect(traceback(['a', 1], ['b', 2]).equals(traceback(['a', 1], ['b', 2]))).toBe(true)
  expect(traceback(['a', 1]).includes({ filename: 'a', lineno: 1 })).toBe(true)
  expect(traceback(['a', 1]).includes({ filename: 'a', lineno: 2 })).toBe(false)
  expect([...traceback(['a', 1], ['b', 2])].map(String)).toEqual(['b:2', 'a:1'])
})

describe('plain data that is none', () => {
  const trace = { domain: 'heap', size: 8, traceback: frames(['a.js', 1]) } as const
  test.each([
    [{ ...trace, domain: 'stack' }, "trace 1 has the domain 'stack': use one of heap, code, arraybuffer, native"],
    [{ ...trace, size: 1.5 }, 'trace 1 has the number 1.5: use whole ones from 0 up'],
    [{ ...trace, size: -1 }, 'trace 1 has the number -1'],
    [{ ...trace, count: Number.NaN }, 'trace 1 has the number NaN'],
    [{ ...trace, allocatedSize: Number.POSITIVE_INFINITY }, 'trace 1 has the number Infinity'],
    [{ ...trace, size: '8' }, 'trace 1 has the number 8'],
    [{ ...trace, count: 0 }, 'trace 1 has the size 8, but the count 0'],
    [{ ...trace, traceback: frames(['a.js', -1]) }, 'trace 1 has a frame a.js:-1'],
    [{ ...trace, traceback: [{ filename: 'a.js', lineno: 1, column: 0.5 }] }, 'trace 1 has a frame a.js:1'],
    [{ ...trace, traceback: [{ lineno: 1 }] }, 'trace 1 has a frame undefined:1'],
  ])('%j', (bad, message) => {
    expect(() => Snapshot.fromTraces([trace, bad as never], 1)).toThrow(
      expect.objectContaining({ code: 'BAD_TRACE', message: expect.stringContaining(message) }),
    )
  })
})

test.each([0, 1.5, undefined])('a traceback limit of %j is none', limit => {
  expect(() => Snapshot.fromTraces([], limit as never)).toThrow(expect.objectContaining({ code: 'BAD_TRACE' }))
})

test('only a snapshot can be compared to', () => {
  const [snapshot] = createSnapshots()
  for (const old of [undefined, null, {}, []]) {
    expect(() => snapshot.compareTo(old as never, 'lineno')).toThrow(TypeError)
  }
})

test('a million traces are summed up, filtered and compared', () => {
  const tracebacks = Array.from({ length: 100 }, (_, index) => frames([`/app/${index % 10}.js`, index]))
  const length = 1_000_000
  const builder = new TraceTableBuilder(length)
  for (let row = 0; row < length; row++) {
    builder.add({ domain: 'heap', size: 16, traceback: tracebacks[row % 100] ?? [] })
  }
  const snapshot = new Snapshot({ table: builder.build(), tracebackLimit: 1 })
  expect(snapshot.statistics('lineno')).toHaveLength(100)
  const [largest] = snapshot.filterTraces([new Filter(true, '/app/3.js')]).compareTo(snapshot, 'filename')
  expect(String(largest)).toContain('size=0 B (-1562 KiB), count=0 (-100000)')
})
