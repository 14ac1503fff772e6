import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import { testsOf, type Verdict } from './project.js'

const message = (verdict: Verdict | undefined): string => verdict?.failureMessages.join('\n') ?? ''

/** What the fixture's `leaks.test.ts` must come to, in whichever runner, when all its tests are looked at. */
export function expectLeaks(tests: ReadonlyMap<string, Verdict>, run: RunResult): void {
  expect([...tests.keys()]).toHaveLength(11)
  const failed = [...tests].filter(([, { status }]) => status === 'failed').map(([name]) => name)
  expect(failed).toEqual(['leaks > keeps a listener', 'leaks > keeps another article', 'leaks > keeps little'])
  const text = message(tests.get('leaks > keeps another article'))
  expect(text).toMatch(
    /^MemoryLeakError: test leaks: \+\d+( B)?, \+\d+\1, \+\d+(\1| objects) \(3 runs after 3 warm-ups\)$/m,
  )
  expect(text).toMatch(/^ {2}src\/shop\.ts:2[45] +\d+ B in \d+ allocations {2}priceOf$/m)
  expect(text).toMatch(/^ {4}at .*(shop|leaks\.test)\.ts:\d+:/m)

  const results = testsOf(run, 'test/leaks.test.ts')
  expect(results.get('clean > closes')?.leak).toMatchObject({ warmups: 3, leaks: false, sites: [] })
  const { growth, leaks, sites } = results.get('leaks > keeps a listener')?.leak ?? {}
  expect(leaks).toBe(true)
  expect(growth).toHaveLength(3)
  expect(sites?.[0]).toMatchObject({ file: 'src/shop.ts', estimated: false })
}
