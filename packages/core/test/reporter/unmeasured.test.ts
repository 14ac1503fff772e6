import { expect, test } from 'vitest'
import { unmeasuredNotes } from '../../src/reporter/unmeasured.js'

const files = (count: number, reason: string) =>
  Array.from({ length: count }, (_, index) => ({ project: '', file: `${index}.test.ts`, reason }))

test('names files that were not measured, and counts them when they are many', () => {
  expect(unmeasuredNotes([])).toEqual([])
  expect(
    unmeasuredNotes([...files(7, 'it failed'), { project: 'unit', file: 'a.test.ts', reason: 'it died' }]),
  ).toEqual([
    ...[0, 1, 2, 3, 4].map(index => `${index}.test.ts: not measured: it failed`),
    '2 more not measured: it failed',
    '|unit| a.test.ts: not measured: it died',
  ])
})
