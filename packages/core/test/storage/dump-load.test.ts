import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Profile } from 'pprof-format'
import { describe, expect, test } from 'vitest'
import type { LineQuality } from '../../src/model/result.js'
import type { SnapshotOrigin } from '../../src/model/snapshot-data.js'
import { Snapshot } from '../../src/snapshot.js'
import { createSnapshots } from '../model/hand-made.js'
import { contents, randomSnapshot } from './random-snapshot.js'
import { temporaryFolder } from './temporary-folder.js'

const origin: SnapshotOrigin = {
  takenAt: '2026-11-22T13:56:56.560Z',
  node: 'v20.20.2',
  engine: { mode: 'sampled', lines: 'approximate', interval: 4096, frames: 8, unobservedBytes: 7, notice: 'Lines …' },
}

function throughFile(snapshot: Snapshot): Snapshot {
  const path = join(temporaryFolder(), 'snapshot.pb.gz')
  snapshot.dump(path)
  return Snapshot.load(path)
}

describe('load gives back all that dump wrote', () => {
  test.each([1, 2, 3, 4, 5])('of random traces, seed %i', seed => {
    const snapshot = randomSnapshot(seed, 400)
    expect(contents(throughFile(snapshot))).toEqual(contents(snapshot))
  })

  test('when and how it was taken', () => {
    const snapshot = new Snapshot({ ...randomSnapshot(6, 10).data, origin })
    expect(throughFile(snapshot).origin).toEqual(origin)
  })

  test('nothing', () => {
    expect(contents(throughFile(Snapshot.fromTraces([], 1)))).toEqual({
      rows: [],
      tracebackLimit: 1,
      origin: undefined,
    })
  })

  test('what was freed, without listing it as a trace', () => {
    const traceback = [{ filename: 'a.js', lineno: 1 }]
    const gone = { domain: 'heap', size: 0, count: 0, allocatedSize: 640, allocatedCount: 20, traceback } as const
    const snapshot = Snapshot.fromTraces([gone, { domain: 'heap', size: 32, traceback }], 1)
    const loaded = throughFile(snapshot)
    expect(loaded.traces.map(({ size, allocatedSize }) => [size, allocatedSize])).toEqual([[32, 32]])
    expect(loaded.statistics('lineno').map(String)).toEqual(['a.js:1: size=32 B, count=1, average=32 B'])
    expect(loaded.data.table.trace(0)).toMatchObject({ size: 0, allocatedSize: 640, allocatedCount: 20 })
  })

  test('of merged and of filtered ones', () => {
    const [first, second] = [randomSnapshot(7, 50), randomSnapshot(8, 50)]
    const taken = new Snapshot({ ...second.data, origin, tracebackLimit: 9 })
    const merged = Snapshot.merge([first, taken])
    expect(merged.tracebackLimit).toBe(9)
    expect(merged.origin).toEqual(origin)
    const fromTwo = Snapshot.merge([taken, new Snapshot({ ...first.data, origin: { ...origin, untraced: 7 } })])
    expect(throughFile(fromTwo).origin).toEqual({ ...origin, untraced: 7 })
    expect(merged.traces).toEqual([...first.traces, ...second.traces])
    const kept = merged.filterTraces([])
    expect(contents(throughFile(kept))).toEqual(contents(merged))
  })
})

test('as in CPython, statistics and differences of loaded snapshots are the same', () => {
  const [old, now] = createSnapshots().map(({ data }) => throughFile(new Snapshot(data))) as [Snapshot, Snapshot]
  const [expectedOld, expectedNow] = createSnapshots()
  for (const keyType of ['filename', 'lineno', 'traceback'] as const) {
    expect(now.statistics(keyType)).toEqual(expectedNow.statistics(keyType))
    expect(now.compareTo(old, keyType)).toEqual(expectedNow.compareTo(expectedOld, keyType))
  }
})

test('functions have the line that they start on when that is what lines are', () => {
  const path = join(temporaryFolder(), 'snapshot.pb.gz')
  const frame = { filename: '/app/bus.ts', functionName: 'emit' }
  const traces = [24, 40].map(lineno => ({ domain: 'heap', size: 8, traceback: [{ ...frame, lineno }] }) as const)
  const { data } = Snapshot.fromTraces(traces, 1)
  const startLines = (lines: LineQuality) => {
    new Snapshot({ ...data, origin: { ...origin, engine: { ...origin.engine, lines } } }).dump(path)
    return Profile.decode(gunzipSync(readFileSync(path))).function.map(({ startLine }) => startLine)
  }
  expect(startLines('function')).toEqual([24, 40])
  expect(startLines('exact')).toEqual([0])
})

test('the file is pprof as its other readers want it', () => {
  const path = join(temporaryFolder(), 'snapshot.pb.gz')
  const oldest = { filename: '/app/main.ts', lineno: 3 }
  const newest = { filename: '/app/bus.ts', lineno: 24, column: 5, functionName: 'emit' }
  const trace = { domain: 'heap', size: 320, count: 10, traceback: [oldest, newest], totalFrames: 12 } as const
  const more = { allocatedSize: 640, allocatedCount: 20, window: 7, test: 'Cart > adds' }
  const table = Snapshot.fromTraces([{ ...trace, ...more }], 8).data
  new Snapshot({ ...table, origin }).dump(path)

  const profile = Profile.decode(gunzipSync(readFileSync(path)))
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)]
  expect(profile.stringTable.strings[0]).toBe('')
  expect(profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`)).toEqual([
    'alloc_objects/count',
    'alloc_space/bytes',
    'inuse_objects/count',
    'inuse_space/bytes',
  ])
  expect(text(profile.defaultSampleType)).toBe('inuse_space')
  expect([profile.period, Number(profile.timeNanos) / 1e6]).toEqual([4096, Date.parse(origin.takenAt)])
  const [sample] = profile.sample
  expect(sample?.value).toEqual([20, 640, 10, 320])
  expect(sample?.label.map(({ key, str, num }) => [text(key), text(str) || num])).toEqual([
    ['domain', 'heap'],
    ['test', 'Cart > adds'],
    ['window', 7],
    ['total_frames', 12],
  ])
  const stack = sample?.locationId.map(id => {
    const line = profile.location.find(location => location.id === id)?.line[0]
    const { name = 0, systemName = 0, filename = 0 } = profile.function.find(({ id }) => id === line?.functionId) ?? {}
    return [text(name), text(systemName), text(filename), line?.line, line?.column]
  })
  expect(stack).toEqual([
    ['emit', 'emit', '/app/bus.ts', 24, 5],
    ['(anonymous in main.ts)', '', '/app/main.ts', 3, 0],
  ])
})
