import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import { amounts, KiB, kib } from './measured.js'
import { testsOf } from './project.js'

/** What the file of known amounts must tell, in whichever runner and pool, and however it was compiled. */
export function expectAmounts(run: RunResult, runner: RunResult['runner']): void {
  expect(run).toMatchObject({
    version: 1,
    runner,
    engine: { mode: 'exact', lines: 'exact', interval: 1, unobservedBytes: 0 },
    violations: [],
  })
  const tests = testsOf(run, amounts)
  expect([...tests.keys()].sort()).toEqual([
    'amounts > is skipped',
    'amounts > keeps nothing',
    'amounts > leaks > keeps 2 times 96 KiB',
    'amounts > leaks > keeps 64 KiB',
    'amounts > makes garbage',
  ])
  expect(tests.get('amounts > keeps nothing')).toMatchObject({ state: 'passed', retained: { bytes: 0, count: 0 } })
  const garbage = tests.get('amounts > makes garbage')
  expect(garbage).toMatchObject({ state: 'passed', retained: { bytes: 0, count: 0 } })
  expect(garbage?.allocated.bytes).toBeGreaterThanOrEqual(100 * KiB * KiB)
  expect(garbage?.allocated.bytes).toBeLessThan(101 * KiB * KiB)
  expect(garbage?.sites[0]).toMatchObject({ file: 'src/keep.ts', line: 26, function: 'waste', blame: 'yours' })
  expect(tests.get('amounts > is skipped')).toMatchObject({ state: 'skipped', allocated: { bytes: 0 }, sites: [] })
  const leak = { file: 'src/keep.ts', line: 20, function: 'keep', domain: 'heap', blame: 'yours', estimated: false }
  const once = tests.get('amounts > leaks > keeps 64 KiB')
  expect(once?.sites[0]).toMatchObject({ ...leak, retained: once?.retained })
  expect(once?.retained.bytes).toSatisfy(kib(64))
  const twice = tests.get('amounts > leaks > keeps 2 times 96 KiB')
  expect(twice?.sites[0]).toMatchObject({ ...leak, retained: twice?.retained })
  expect(twice?.retained.bytes).toSatisfy(kib(192))
}
