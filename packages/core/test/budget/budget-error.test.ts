import { describe, expect, test } from 'vitest'
import { MemoryBudgetError } from '../../src/budget/budget-error.js'
import { TracemallocError } from '../../src/errors.js'
import type { Site } from '../../src/model/result.js'
import { amount, KiB, MiB, site, violation } from '../model/hand-made-results.js'

const cache = site({ function: 'Cache.set', retained: amount(2.9 * MiB, 1200) })
const bus = site({ file: 'src/bus.ts', line: 14, retained: amount(0.3 * MiB, 40) })

describe('MemoryBudgetError', () => {
  test('says limit, use and the top sites', () => {
    const violations = [violation({ sites: [cache, bus] })]
    const error = new MemoryBudgetError(violations, '/abs')
    expect(error).toBeInstanceOf(TracemallocError)
    expect(error.name).toBe('MemoryBudgetError')
    expect(error.code).toBe('OVER_BUDGET')
    expect(error.violations).toBe(violations)
    expect(error.message.split('\n')).toEqual([
      'test retained 3277 KiB, budget 1024 KiB (3.2x)',
      '  src/cache.ts:27  2970 KiB in 1200 allocations  Cache.set',
      '  src/bus.ts:14    307 KiB in 40 allocations',
    ])
  })

  test('has a stack of one frame: the original line that broke the limit', () => {
    const error = new MemoryBudgetError([violation({ sites: [cache, bus] })], '/abs')
    expect(error.stack).toBe(`MemoryBudgetError: ${error.message}\n    at Cache.set (/abs/src/cache.ts:27:10)`)
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'MemoryBudgetError',
      message: error.message,
      stack: error.stack,
    })
  })

  const stackOf = (...sites: readonly Site[]): string | undefined =>
    new MemoryBudgetError([violation({ sites })], '/abs').stack?.split('\n').at(-1)

  test.each([
    [
      'the own line before a larger one of a dependency',
      [site({ file: 'd.js', blame: 'dependency' }), bus],
      'src/bus.ts:14:10',
    ],
    [
      'a dependency when what the own line keeps is nothing beside it',
      [
        site({ file: 'd.js', blame: 'dependency', retained: amount(MiB) }),
        site({ file: 'src/bus.ts', retained: amount(KiB) }),
      ],
      'd.js:27:10',
    ],
    ['a dependency when there is nothing else', [site({ file: 'd.js', blame: 'dependency' })], 'd.js:27:10'],
    ['column 1 when it is unknown', [site({ column: 0 })], 'src/cache.ts:27:1'],
  ])('points at %s', (_what, sites, place) => expect(stackOf(...sites)).toBe(`    at /abs/${place}`))

  test('points at files outside of the root and nowhere without a line', () => {
    expect(stackOf(site({ file: '/other/x.ts' }))).toBe('    at /other/x.ts:27:10')
    expect(stackOf(site({ file: 'lodash', line: 0 }))).not.toContain('    at ')
    expect(stackOf()).toBe('MemoryBudgetError: test retained 3277 KiB, budget 1024 KiB (3.2x)')
  })

  test('lists five sites at most, and every violation', () => {
    const sites = [1, 2, 3, 4, 5, 6, 7].map(line =>
      site({ line, retained: amount(KiB), allocated: amount(2 * KiB, 2) }),
    )
    const retained = violation({ sites })
    const { message } = new MemoryBudgetError([retained, { ...retained, metric: 'allocated' }], '/abs')
    const lines = message.split('\n')
    expect(lines).toHaveLength(14)
    expect(lines[5]).toBe('  src/cache.ts:5  1024 B in 1 allocation')
    expect(lines[6]).toBe('  … and 2 more')
    expect(lines[7]).toBe('test allocated 3277 KiB, budget 1024 KiB (3.2x)')
    expect(lines[8]).toBe('  src/cache.ts:1  2048 B in 2 allocations')
  })

  test.each([
    [0, 300, 'test retained 300 B, budget 0 B'],
    [1000, 1001, 'test retained 1001 B, budget 1000 B (1.001x)'],
    [100_000, 100_001, 'test retained 97.7 KiB, budget 97.7 KiB (just over 1x)'],
    [10, 4000, 'test retained 4000 B, budget 10 B (400x)'],
  ])('limit %d, use %d: %s', (limitBytes, actualBytes, text) => {
    expect(new MemoryBudgetError([violation({ limitBytes, actualBytes })], '/abs').message).toBe(text)
  })

  test('marks estimates', () => {
    const sites = [site({ retained: amount(100, 7), estimated: true })]
    expect(new MemoryBudgetError([violation({ scope: 'file', sites })], '/abs').message.split('\n')).toEqual([
      'file retained ~3277 KiB, budget 1024 KiB (3.2x)',
      '  src/cache.ts:27  ~100 B in ~7 allocations',
    ])
  })
})
