import { describe, expect, test } from 'vitest'
import { Traceback } from '../../src/model/traceback.js'
import { formatTop, type TopBlock } from '../../src/report/top.js'

const at = (filename: string, lineno: number): Traceback => new Traceback([{ filename, lineno }])
const amount = (bytes: number, count: number) => ({ bytes, count })
const options = { top: 2, root: '/app' }

/** The block of the mail that proposed tracemalloc for CPython, with our totals. */
const compared: TopBlock = {
  name: '2013-08-29 02:08:44',
  since: '2013-08-29 02:08:39',
  groupBy: 'lineno',
  rows: [
    { traceback: at('/app/src/bootstrap.js', 704), live: amount(8_815_411, 80_879), growth: amount(2_921_472, 24_652) },
    { traceback: at('/lib/linecache.js', 127), live: amount(1_599_488, 13_669), growth: amount(570_368, 4964) },
    { traceback: at('/app/a.js', 1), live: amount(600, 6), growth: amount(-100, -1) },
    { traceback: at('/app/b.js', 1), live: amount(0, 0), growth: amount(-30, -3) },
  ],
  others: { Node: { live: amount(10, 1), growth: amount(0, 0) } },
  total: { live: amount(20_971_520, 147_635), growth: amount(3_652_608, 20_805) },
  process: { rss: 51_380_224, growth: 7_340_032, tracemalloc: 1_709_056 },
  estimated: false,
}

describe('a block', () => {
  test('that is compared to the one before', () => {
    expect(
      formatTop(compared, options),
    ).toBe(`2013-08-29 02:08:44: Top 2 allocations per file and line (compared to 2013-08-29 02:08:39)
#1: src/bootstrap.js:704: size=8609 KiB (+2853 KiB), count=80879 (+24652), average=109 B
#2: /lib/linecache.js:127: size=1562 KiB (+557 KiB), count=13669 (+4964), average=117 B
2 more: size=600 B (-130 B), count=6 (-4), average=100 B
Node: size=10 B (+0 B), count=1 (+0), average=10 B
Total traced memory: size=20.0 MiB (+3567 KiB), count=147635 (+20805), average=142 B
Total process memory: size=49.0 MiB (+7168 KiB) (ignore tracemalloc: 1669 KiB)`)
  })

  test('with memory that is on no line', () => {
    const last = (untraced: TopBlock['untraced']) =>
      formatTop({ ...compared, untraced }, options)
        .split('\n')
        .at(-2)
    expect(last({ size: 2 ** 21, growth: 0 })).toBe("Untraced memory outside of V8's heap: size=2048 KiB (+0 B)")
    expect(last({ size: 2 ** 21 })).toBe("Untraced memory outside of V8's heap: size=2048 KiB")
    for (const none of [undefined, { size: undefined }, { size: 2 ** 20 - 1, growth: 5 }]) {
      expect(last(none)).toMatch(/^Total traced memory/)
    }
  })

  test('of one moment, by file', () => {
    const block: TopBlock = {
      name: 'heap.pb.gz',
      groupBy: 'filename',
      garbage: true,
      rows: [{ traceback: at('/app/a.js', 0), live: amount(2048, 10) }],
      others: {},
      total: { live: amount(2048, 10) },
      estimated: true,
    }
    expect(formatTop(block, options)).toBe(`heap.pb.gz: Top 1 allocation per file, garbage included
#1: a.js: size=~2048 B, count=~10, average=~205 B
Total traced memory: size=~2048 B, count=~10, average=~205 B`)
  })

  test('of tracebacks lists the allocating line and all frames', () => {
    const frames = [
      { filename: '/app/a.js', lineno: 1 },
      { filename: '/app/b.js', lineno: 2 },
    ]
    const traceback = new Traceback(frames, 2, (filename, lineno) => `  line ${lineno} of ${filename}`)
    const block: TopBlock = { ...compared, groupBy: 'traceback', rows: [{ traceback, live: amount(9, 3) }] }
    expect(formatTop(block, options).split('\n').slice(1, 6)).toEqual([
      '#1: b.js:2: size=9 B, count=3, average=3 B',
      '    File "/app/a.js", line 1',
      '      line 1 of /app/a.js',
      '    File "/app/b.js", line 2',
      '      line 2 of /app/b.js',
    ])
  })

  test('of everything has no rest', () => {
    const text = formatTop(compared, { ...options, top: 0 })
    expect(text).toContain('Top 4 allocations')
    expect(text).toContain('#4: b.js:1: size=0 B (-30 B), count=0 (-3)\n')
    expect(text).not.toContain('more:')
  })
})
