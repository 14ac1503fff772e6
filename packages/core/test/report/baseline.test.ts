import { expect, test } from 'vitest'
import { formatBaselineBlock } from '../../src/report/baseline.js'
import { amount, baselineChange, baselineComparison, KiB, site } from '../model/hand-made-results.js'

test('a run that uses what it did takes a line', () => {
  expect(formatBaselineBlock(baselineComparison({ compared: 12 }))).toBe(
    'tracemalloc-baseline.txt: 12 tests compared, none uses more memory than before',
  )
})

test('what uses more is told with its lines, everything else in short', () => {
  const names = Array.from({ length: 7 }, (_, index) => `a.test.ts > ${index}`)
  const baseline = baselineComparison({
    regressions: [baselineChange({ project: 'unit', sites: [site({ retained: amount(192 * KiB, 3) })] })],
    improvements: [baselineChange({ metric: 'allocated', beforeBytes: 2 * KiB, nowBytes: 0 })],
    added: names,
    gone: ['b.test.ts > old'],
    note: 'It was written with Node 22.',
  })
  expect(formatBaselineBlock(baseline).split('\n')).toEqual([
    'More memory than in tracemalloc-baseline.txt: 1 regression',
    '  |unit| src/cache.test.ts > cache > keeps: retained 192 KiB, before 64.0 KiB (+128 KiB)',
    '    src/cache.ts:27  192 KiB in 3 allocations',
    'Less memory than in tracemalloc-baseline.txt: 1 improvement',
    '  src/cache.test.ts > cache > keeps: allocated 0 B, before 2048 B (-2048 B)',
    'Not in tracemalloc-baseline.txt: 7 new tests',
    ...names.slice(0, 5).map(name => `  ${name}`),
    '  … and 2 more',
    'Only in tracemalloc-baseline.txt: 1 test',
    '  b.test.ts > old',
    'Run with -u to write tracemalloc-baseline.txt anew.',
    'tracemalloc-baseline.txt: It was written with Node 22.',
  ])
})
