import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import { testsOf, type Verdict } from './project.js'

/** Each makes a page of half a MiB or more; that of the first three is nobody's, but for what the runner keeps of them. */
export const runnerHolds = (imports: string, mocker: string): string => `${imports}
class Page { rows = Array.from({ length: 20_000 }, (_, id) => ({ id })) }
beforeAll(() => void ${mocker}.spyOn(Math, 'random').mockReturnValue(2))
test('asserts', () => expect(new Page().rows).toHaveLength(20_000))
test('spies', () => {
  const page = Object.assign(new Page(), { render() {} })
  ${mocker}.spyOn(page, 'render').mockRestore()
})
test('calls a mock', () => void ${mocker}.fn()(new Page()))
test('keeps', () => void (globalThis.kept = new Page()))
test('has its spies', () => expect(Math.random()).toBe(2))
`

/** What the runner keeps of tests that have ended is not theirs: `budgets: { test: { retained: '256 KiB' } }`. */
export function expectNotRunners(tests: ReadonlyMap<string, Verdict>, run: RunResult, file: string): void {
  expect(Object.fromEntries(Array.from(tests, ([name, { status }]) => [name, status]))).toEqual({
    asserts: 'passed',
    spies: 'passed',
    'calls a mock': 'passed',
    keeps: 'failed',
    'has its spies': 'passed',
  })
  const kept = testsOf(run, file).get('keeps')?.retained.bytes ?? 0
  expect(kept).toBeGreaterThan(512 * 1024)
  // One page: the file's end finds no more.
  expect(run.files[0]?.retained.bytes).toBeLessThan(kept * 1.1)
}
