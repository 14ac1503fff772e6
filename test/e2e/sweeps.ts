import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import { testsOf } from './project.js'

/** What failing allocations must show of the fixture's mistakes, and of their mended twins, in whichever runner. */
export function expectSweeps(run: RunResult, states: ReadonlyMap<string, string>): void {
  const results = testsOf(run, 'test/uploads.test.ts')
  const found = [...results].flatMap(([name, { failmalloc }]) =>
    (failmalloc?.failures ?? []).map(({ outcome, nth, site, sizeBytes }) => [
      name,
      outcome,
      nth,
      site.function,
      sizeBytes,
    ]),
  )
  expect(found).toEqual([
    ['mistaken > leaks', 'leaked', 2, 'resize', 900],
    ['mistaken > swallows', 'swallowed', 1, 'checksum', 700],
    ['mistaken > is left half-written', 'state', 1, 'cachedHeader', 600],
    ['mistaken > hangs', 'hung', 1, '', 400],
    ['mistaken > crashes', 'crashed', 1, '', 300],
  ])
  for (const [name, { failmalloc, state }] of results) {
    expect([name, state]).toEqual([name, name.startsWith('mistaken') ? 'failed' : 'passed'])
    expect([name, states.get(name)]).toEqual([name, state])
    expect(failmalloc).toMatchObject({ notices: [] })
    expect([name, failmalloc?.tried]).toEqual([name, failmalloc?.count])
    expect(failmalloc?.count).toBeGreaterThan(0)
  }
}
