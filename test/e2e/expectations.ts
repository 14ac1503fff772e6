import { expect } from 'vitest'
import type { Verdict } from './project.js'

const message = (verdict: Verdict | undefined): string => verdict?.failureMessages.join('\n') ?? ''

/** What the fixture's `expectations.test.ts` must come to, in whichever runner and pool. */
export function expectExpectations(tests: ReadonlyMap<string, Verdict>): void {
  const [passed, failed] = ['passed', 'failed'].map(status => [...tests].filter(([, it]) => it.status === status))
  expect(failed?.map(([name]) => name).filter(name => name.startsWith('holds'))).toEqual([])
  expect(passed?.map(([name]) => name).filter(name => name.startsWith('fails'))).toEqual([])
  expect(tests.size).toBe(28)

  const failure = (name: string) => message(tests.get(`fails > ${name}`))
  for (const name of ['retains', 'retains, later']) {
    expect(failure(name)).toMatch(/Error: the function retained 32\.\d KiB, limit 16\.0 KiB \(2\.0x\)$/m)
    expect(failure(name)).toMatch(/^ {2}src\/keep\.ts:20 +32\.0 KiB in [12] objects?: 1 × Array/m)
    expect(failure(name)).toMatch(/^ {4}held by: (?:kept|a variable) \(Array, module src\/keep\.ts/m)
  }
  expect(failure('retains')).toMatch(/test[\\/]expectations\.test\.ts:39:/)
  expect(failure('retains no more')).toContain('expected the function to retain more than 16.0 KiB, but it did not')
  expect(failure('allocates')).toMatch(/the function allocated 1\d{3} KiB, limit 64\.0 KiB/)
  expect(failure('throws')).toContain('RangeError: of the function')
  expect(failure('is no size')).toContain('The limit of toRetainAtMost is "16 kob", which is not a size')
  expect(failure('is no function')).toContain('toAllocateAtMost measures a function')
  expect(failure('is not awaited')).toContain('An expectation about memory was not awaited')
  expect(failure('is kept')).toContain('expected the object to be collected, but something still holds it')
  expect(failure('is kept')).toMatch(/^ {2}held by: .*opened.* → Desk$/m)
  expect(failure('is kept')).toMatch(/test[\\/]expectations\.test\.ts:59:/)
  expect(failure('is collected')).toContain('expected the object to live on, but nothing holds it')
  expect(failure('is no object')).toContain('what the function returned is a number')
  expect(failure('is resolved')).toContain('instead of `expect(promise).resolves`')

  expect(message(tests.get('beside > first'))).toContain('cannot be measured beside other tests')
  expect(tests.get('beside > second')?.status).toBe('passed')
}
