import { describe, expect, test } from 'vitest'
import { blockOf, type GroupOptions, type Moment } from '../../src/cli/moment.js'
import type { Domain } from '../../src/model/result.js'
import { Snapshot } from '../../src/snapshot.js'

const frame = (place: string) => {
  const [, filename = '', lineno] = /^(.*):(\d+)$/.exec(place) ?? []
  return { filename, lineno: Number(lineno) }
}

type Row = readonly [domain: Domain, size: number, count: number, ...places: string[]]

function moment(name: string, rows: readonly Row[]): Moment {
  const traces = rows.map(([domain, size, count, ...places]) => ({ domain, size, count, traceback: places.map(frame) }))
  return { name, snapshot: Snapshot.fromTraces(traces, 8) }
}

const now = moment('now', [
  ['heap', 100, 2, '/app/main.js:1', '/app/a.js:3', 'node:internal/url:7'],
  ['heap', 50, 1, '/app/main.js:2', '/app/a.js:3'],
  ['arraybuffer', 10, 1, '/app/main.js:2', '/app/node_modules/lib/index.js:5'],
  ['heap', 7, 1, 'node:internal/timers:1'],
  ['heap', 5, 1, '/app/node_modules/@tracemalloc/core/dist/tracer.js:9'],
  ['code', 900, 9, '/app/main.js:1'],
])
const byLine: GroupOptions = { groupBy: 'lineno' }
const rowsOf = (options: GroupOptions, old?: Moment) =>
  blockOf(now, options, old).rows.map(({ traceback, live, growth }) => [String(traceback), live.bytes, growth?.bytes])

describe('what there is to print', () => {
  test('lines of the program, the most recent ones of each traceback', () => {
    expect(rowsOf(byLine)).toEqual([
      ['/app/a.js:3', 150, undefined],
      ['/app/node_modules/lib/index.js:5', 10, undefined],
    ])
  })

  test('what belongs to none of them', () => {
    expect(blockOf(now, byLine)).toMatchObject({
      others: {
        'Node and tracemalloc': { live: { bytes: 12, count: 2 } },
        'V8 code': { live: { bytes: 900, count: 9 } },
      },
      total: { live: { bytes: 1072, count: 15 } },
      estimated: false,
    })
  })

  test('all lines', () => {
    expect(rowsOf({ ...byLine, all: true })).toEqual([
      ['/app/main.js:1', 900, undefined],
      ['node:internal/url:7', 100, undefined],
      ['/app/a.js:3', 50, undefined],
      ['/app/node_modules/lib/index.js:5', 10, undefined],
      ['node:internal/timers:1', 7, undefined],
      ['/app/node_modules/@tracemalloc/core/dist/tracer.js:9', 5, undefined],
    ])
    expect(blockOf(now, { ...byLine, all: true }).others).toEqual({})
  })

  test('callers, cumulatively', () => {
    expect(rowsOf({ groupBy: 'filename', cumulative: true })).toEqual([
      ['/app/main.js:0', 160, undefined],
      ['/app/a.js:0', 150, undefined],
      ['/app/node_modules/lib/index.js:0', 10, undefined],
    ])
  })

  test('what has changed', () => {
    const old = moment('then', [
      ['heap', 30, 1, '/app/main.js:2', '/app/a.js:3'],
      ['heap', 400, 1, '/app/gone.js:1'],
      ['code', 1000, 10, '/app/main.js:1'],
    ])
    expect(rowsOf(byLine, old)).toEqual([
      ['/app/gone.js:1', 0, -400],
      ['/app/a.js:3', 150, 120],
      ['/app/node_modules/lib/index.js:5', 10, 10],
    ])
    expect(blockOf(now, byLine, old)).toMatchObject({
      since: 'then',
      others: { 'V8 code': { growth: { bytes: -100, count: -1 } } },
      total: { growth: { bytes: -358, count: 3 } },
    })
  })

  test('memory that is on no line, where it is known', () => {
    const known = (name: string, untraced: number) => {
      const { snapshot } = moment(name, [])
      const engine = { mode: 'exact', lines: 'exact', interval: 1, frames: 8, unobservedBytes: 0 } as const
      const origin = { takenAt: '2026-11-22T14:00:00.000Z', node: process.version, engine, untraced }
      return { name, snapshot: new Snapshot({ ...snapshot.data, origin }) }
    }
    expect(blockOf(known('now', 70), byLine, known('then', 100)).untraced).toEqual({ size: 70, growth: -30 })
    expect(blockOf(known('now', 70), byLine, moment('then', [])).untraced).toEqual({ size: 70 })
    expect(blockOf(now, byLine).untraced).toEqual({})
  })

  test('memory of the process, where it is known', () => {
    const then = { ...moment('then', []), process: { rss: 1000, tracemalloc: 10 } }
    const { process } = blockOf({ ...now, process: { rss: 1500, tracemalloc: 20 } }, byLine, then)
    expect(process).toEqual({ rss: 1500, growth: 500, tracemalloc: 20 })
    expect(blockOf(now, byLine, then).process).toBeUndefined()
  })
})
