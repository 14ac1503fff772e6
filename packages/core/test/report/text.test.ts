import { createColors } from 'picocolors'
import { describe, expect, test } from 'vitest'
import type { FileResult } from '../../src/model/result.js'
import { formatFileBlock, formatRunBlock } from '../../src/report/text.js'
import { formatViolations } from '../../src/report/violations.js'
import {
  amount,
  engine,
  fileResult,
  KiB,
  MiB,
  runResult,
  site,
  testResult,
  violation,
} from '../model/hand-made-results.js'

const change = (bytes: number, count: number) => ({ bytes, count })

const cache = site({
  function: 'Cache.set',
  retained: amount(2853 * KiB, 24652),
  live: amount(8 * MiB, 80879),
  growth: change(2853 * KiB, 24652),
})
const lodash = site({
  file: 'node_modules/lodash/map.js',
  line: 3,
  blame: 'dependency',
  retained: amount(2000, 4),
  live: amount(2000, 4),
  growth: change(-100, -1),
})
const buffer = site({ file: 'src/io.ts', line: 5, domain: 'arraybuffer', retained: amount(700), live: amount(700) })

/** A file with everything. */
const full: FileResult = fileResult({
  retained: amount(2853 * KiB + 2700, 24657),
  allocated: amount(12.3 * MiB, 90000),
  sites: [cache, lodash, buffer],
  moreSites: { sites: 40, retained: amount(10), live: amount(7 * MiB, 36291), growth: change(-830 * KiB, -16379) },
  tests: Array.from({ length: 12 }, (_, index) => testResult({ name: `cache > ${index}` })),
  other: { code: amount(31 * KiB, 200), runner: amount(4 * KiB, 29), node: amount(96, 1) },
  total: { live: amount(20 * MiB, 147635), growth: change(3567 * KiB, 20805) },
  process: { rss: 49 * MiB, growth: 7 * MiB, tracemalloc: 1669 * KiB },
})

const fullLines = [
  'src/cache.test.ts: Top 3 growth sites per line (12 tests, retained 2856 KiB, allocated 12.3 MiB)',
  '#1: src/cache.ts:27: size=8192 KiB (+2853 KiB), count=80879 (+24652), average=104 B',
  '#2: node_modules/lodash/map.js:3: size=2000 B (-100 B), count=4 (-1), average=500 B (dependency)',
  '#3: src/io.ts:5: size=700 B (+700 B), count=1 (+1), average=700 B (arraybuffer)',
  '40 more: size=7168 KiB (-830 KiB), count=36291 (-16379), average=202 B',
  'Runner and Node: retained 4192 B in 30 allocations',
  'V8 code: retained 31.0 KiB in 200 allocations',
  'Total traced memory: size=20.0 MiB (+3567 KiB), count=147635 (+20805), average=142 B',
  'Total process memory: size=49.0 MiB (+7168 KiB) (ignore tracemalloc: 1669 KiB)',
]

const lines = (text: string): string[] => text.split('\n')

describe('formatFileBlock', () => {
  test("prints the proposal's format", () => expect(lines(formatFileBlock(full))).toEqual(fullLines))

  test('tells of memory that is on no line when it is more than Node itself seems to take', () => {
    const untraced = "Untraced memory outside of V8's heap: size="
    const linesOf = (size: number, growth: number) => lines(formatFileBlock({ ...full, untraced: { size, growth } }))
    expect(linesOf(3 * MiB, 2 * MiB)).toEqual(fullLines.toSpliced(8, 0, `${untraced}3072 KiB (+2048 KiB)`))
    expect(linesOf(MiB, -2 * MiB)).toEqual(fullLines.toSpliced(8, 0, `${untraced}1024 KiB (-2048 KiB)`))
    expect(linesOf(MiB - 1, -2 * MiB)).toEqual(fullLines)
  })

  test('tells the project, if it has a name', () => {
    const named = formatFileBlock({ ...full, project: 'unit' })
    expect(lines(named)).toEqual(fullLines.with(0, `|unit| ${fullLines[0]}`))
    expect(formatFileBlock(fileResult({ project: 'unit' }))).toMatch(/^\|unit\| src\/cache\.test\.ts: nothing retained/)
  })

  test('marks estimates', () => {
    const sites = [{ ...cache, estimated: true, live: { ...cache.live, error: 300 * 1024 } }]
    const retained = { ...full.retained, error: 900 }
    const sampled = { ...full, retained, sites, engine: engine({ mode: 'sampled', interval: 16384 }) }
    expect(lines(formatFileBlock(sampled))).toEqual([
      'src/cache.test.ts: Top 1 growth site per line (12 tests, retained ~2856 KiB ±900 B, allocated ~12.3 MiB)',
      '#1: src/cache.ts:27: size=~8192 KiB ±300 KiB (~+2853 KiB), count=~80879 (~+24652), average=~104 B',
      '40 more: size=~7168 KiB (~-830 KiB), count=~36291 (~-16379), average=~202 B',
      'Runner and Node: retained ~4192 B in ~30 allocations',
      'V8 code: retained ~31.0 KiB in ~200 allocations',
      'Total traced memory: size=~20.0 MiB (~+3567 KiB), count=~147635 (~+20805), average=~142 B',
      'Total process memory: size=49.0 MiB (+7168 KiB) (ignore tracemalloc: 1669 KiB)',
    ])
  })

  test.each([
    [fileResult({ tests: [testResult()], allocated: amount(100 * MiB, 9) }), '1 test, allocated 100 MiB'],
    // What was alive before and still is, is no news.
    [fileResult({ sites: [site({ live: amount(99) })], moreSites: full.moreSites }), '0 tests, allocated 0 B'],
  ])('gives one short line to a file that retained nothing', (file, facts) => {
    expect(formatFileBlock(file)).toBe(`src/cache.test.ts: nothing retained (${facts})`)
  })

  test('counts sites that did not grow among the rest', () => {
    const still = site({ file: 'src/still.ts', retained: amount(0), live: amount(50, 5), growth: amount(0) })
    const dead = site({ file: 'src/dead.ts', retained: amount(0), allocated: amount(900) })
    const block = formatFileBlock(fileResult({ retained: cache.retained, sites: [cache, still, dead] }))
    expect(lines(block)[0]).toContain('Top 1 growth site per line')
    expect(lines(block)[2]).toBe('1 more: size=50 B (+0 B), count=5 (+0), average=10 B')
    expect(block).not.toContain('still.ts')
    expect(block).not.toContain('dead.ts')
  })

  test('names what sites are grouped by', () => {
    const grouped = (line: number, file: string, traceback?: string[]): FileResult =>
      fileResult({
        retained: amount(9),
        sites: [site({ file, line, retained: amount(9), ...(traceback && { traceback }) })],
      })
    const file = lines(formatFileBlock(grouped(0, 'src/a.ts'), { groupBy: 'filename' }))
    expect(file[0]).toContain('Top 1 growth site per file (')
    expect(file[1]).toMatch(/^#1: src\/a\.ts: size=9 B/)
    const name = lines(formatFileBlock(grouped(0, 'lodash'), { groupBy: 'package' }))
    expect(name[0]).toContain('per package (')
    expect(name[1]).toMatch(/^#1: lodash: size=9 B/)
    const chain = lines(formatFileBlock(grouped(2, 'src/a.ts', ['src/b.ts:7', 'src/a.ts:2']), { groupBy: 'traceback' }))
    expect(chain[0]).toContain('per traceback (')
    expect(chain.slice(1, 4)).toEqual([
      '#1: src/a.ts:2: size=9 B (+9 B), count=1 (+1), average=9 B',
      '    src/b.ts:7',
      '    src/a.ts:2',
    ])
  })

  test('says how far lines can be trusted', () => {
    const title = (quality: 'approximate' | 'function'): string | undefined =>
      lines(formatFileBlock({ ...full, engine: engine({ lines: quality }) }))[0]
    expect(title('approximate')).toContain('Top 3 growth sites per line, lines approximate (12 tests')
    expect(title('function')).toContain('Top 3 growth sites per function (12 tests')
  })

  test('tells functions on demand', () => {
    expect(lines(formatFileBlock(full, { functions: true }))[1]).toMatch(/average=104 B \(Cache\.set\)$/)
    const own = { ...full, sites: [{ ...lodash, function: 'map' }] }
    expect(lines(formatFileBlock(own, { functions: true }))[1]).toMatch(/average=500 B \(map, dependency\)$/)
  })

  test('tells groups of concurrent tests', () => {
    const share = { concurrent: true, retained: amount(3 * KiB, 3), allocated: amount(9 * KiB, 5) }
    const tests = [
      testResult(share),
      testResult(),
      testResult({ ...share, name: 'b' }),
      testResult({ concurrent: true, name: 'c', retained: amount(7) }),
    ]
    expect(lines(formatFileBlock({ ...full, tests })).slice(-2)).toEqual([
      '2 concurrent tests share a window: retained 3072 B, no per-test verdict',
      '1 concurrent test has a window: retained 7 B, no per-test verdict',
    ])
    expect(lines(formatFileBlock(fileResult({ tests }))).slice(1)).toHaveLength(2)
  })

  test('uses the colours that it is given', () => {
    const coloured = formatFileBlock(full, { paint: createColors(true) })
    expect(coloured).toContain('\u001b[1msrc/cache.test.ts\u001b[22m: Top 3')
    expect(coloured).toContain('average=500 B \u001b[2m(dependency)\u001b[22m')
    expect(formatFileBlock(full, { paint: createColors(false) })).toBe(fullLines.join('\n'))
  })

  test('tells of a context that lives on, with what survives in it', () => {
    const leakedContext = { retained: amount(2 * KiB, 3), sites: [site({ retained: amount(2 * KiB, 3) })] }
    const block = lines(formatFileBlock(fileResult({ leakedContext })))
    expect(block.slice(1)).toEqual([
      'Leaked context: the vm context of the file is still alive after its teardown: something outside holds it, ' +
        'and 2048 B in 3 allocations with it',
      '  src/cache.ts:27  2048 B in 3 allocations',
    ])
  })
})

describe('formatRunBlock', () => {
  const second = { ...full, file: 'src/b.test.ts', process: { rss: MiB, growth: 0, tracemalloc: 0 } }

  test('adds the files up', () => {
    const files = [full, second]
    expect(lines(formatRunBlock(files, runResult({ files })))).toEqual([
      'All 2 test files: Top 3 growth sites per line (24 tests, retained 5711 KiB, allocated 24.6 MiB)',
      '#1: src/cache.ts:27: size=8192 KiB (+5706 KiB), count=80879 (+49304), average=104 B',
      '#2: node_modules/lodash/map.js:3: size=2000 B (-200 B), count=4 (-2), average=500 B (dependency)',
      '#3: src/io.ts:5: size=1400 B (+1400 B), count=2 (+2), average=700 B (arraybuffer)',
      '80 more: size=7168 KiB (-1660 KiB), count=36291 (-32758), average=202 B',
      'Runner and Node: retained 8384 B in 60 allocations',
      'V8 code: retained 62.0 KiB in 400 allocations',
      'Total traced memory: size=20.0 MiB (+7134 KiB), count=147635 (+41610), average=142 B',
      'Total process memory: size=49.0 MiB (+7168 KiB) (ignore tracemalloc: 1669 KiB), the largest process',
    ])
  })

  test('lists the top sites only', () => {
    const block = lines(formatRunBlock([full], runResult(), { top: 1 }))
    expect(block[0]).toBe('1 test file: Top 1 growth site per line (12 tests, retained 2856 KiB, allocated 12.3 MiB)')
    expect(block[2]).toBe('42 more: size=7171 KiB (-829 KiB), count=36296 (-16379), average=202 B')
    expect(block.at(-1)).not.toContain('largest')
    expect(lines(formatRunBlock([full], runResult(), { top: 0 }))[3]).toContain('#3: ')
  })

  test('prints each notice once, in one line', () => {
    const fallback = engine({
      mode: 'function',
      lines: 'function',
      notice: 'V8 99 is unknown:\n  lines are functions.',
    })
    const files = [fileResult({ engine: fallback }), fileResult({ engine: { ...fallback, unobservedBytes: 2048 } })]
    expect(lines(formatRunBlock(files, runResult({ engine: fallback })))).toEqual([
      'All 2 test files: nothing retained (0 tests, allocated ~0 B)',
      'V8 99 is unknown: lines are functions.',
      'The tracer did not see allocations of 2048 B: they are missing above.',
    ])
    expect(formatRunBlock([], runResult({ engine: fallback }))).toBe('V8 99 is unknown: lines are functions.')
    expect(formatRunBlock([], runResult())).toBe('')
  })
})

describe('formatViolations', () => {
  test('says whose budget was broken', () => {
    const sites = [site({ retained: amount(2.9 * MiB, 1200), function: 'Cache.set' })]
    const violations = [
      violation({ sites }),
      violation({ scope: 'file', test: '' }),
      violation({ scope: 'file', test: '', project: 'unit' }),
      violation({ scope: 'run', file: '', test: '', metric: 'allocated' }),
    ]
    expect(lines(formatViolations(violations))).toEqual([
      'Over the memory budget: 4 violations',
      '  src/cache.test.ts > cache > keeps: test retained 3277 KiB, budget 1024 KiB (3.2x)',
      '    src/cache.ts:27  2970 KiB in 1200 allocations  Cache.set',
      '  src/cache.test.ts: file retained 3277 KiB, budget 1024 KiB (3.2x)',
      '  |unit| src/cache.test.ts: file retained 3277 KiB, budget 1024 KiB (3.2x)',
      '  run allocated 3277 KiB, budget 1024 KiB (3.2x)',
    ])
    expect(formatViolations(violations, { paint: createColors(true) })).toContain('\u001b[31m')
    expect(formatViolations([])).toBe('')
  })
})
