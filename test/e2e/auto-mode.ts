import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import { KiB } from './measured.js'
import { testsOf } from './project.js'

export const autoFile = 'test/auto.test.ts'

/** Tests for either runner: a short one, one that takes the CPU and allocates all the time, and one with a limit of its own. */
export const autoTests = (imports: string): string => `${imports}
const kept = []
const other = []

test('short', () => {
  kept.push(new Array(4096).fill(1))
})

test('busy', () => {
  for (let round = 0; round < 5000000; round++) kept[1 + (round % 100000)] = { round, next: round }
})

test('limited', () => {
  limitMemory({ retained: '64 KiB' })
  for (let round = 0; round < 1000; round++) other.push({ round })
})
`

/** What these must come to when everything that is retained is a share of the CPU time too dear. */
export function expectAuto(run: RunResult): void {
  expect(run.engine).toMatchObject({ mode: 'auto', lines: 'approximate' })
  const { interval } = run.engine
  expect(interval).toBeGreaterThanOrEqual(512)
  const tests = testsOf(run, autoFile)
  // The array, its elements, and those of `kept`. Loading the file may have taken too much already.
  const short = tests.get('short')?.retained
  expect(short?.bytes).toBeGreaterThan(32 * KiB - (short?.error ?? 0))
  expect(short?.bytes).toBeLessThan(34 * KiB + (short?.error ?? 0))
  const busy = tests.get('busy')?.retained
  // 100,000 objects of 5 words, and the array that has them, which grew by half each time.
  const [least, most] = [100_000 * 40 + 100_000 * 8, 100_000 * 40 + 160_000 * 8]
  expect(busy?.error).toBeGreaterThan(4 * interval)
  expect(busy?.bytes).toBeGreaterThan(least - (busy?.error ?? 0))
  expect(busy?.bytes).toBeLessThan(most + (busy?.error ?? 0))
  const limited = tests.get('limited')
  expect(limited?.state).toBe('passed')
  expect(limited?.retained.count).toBeGreaterThanOrEqual(1000)
  expect(limited?.retained).not.toHaveProperty('error')
}
