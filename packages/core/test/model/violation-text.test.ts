import { expect, test } from 'vitest'
import { holderLines } from '../../src/model/site-explanation.js'
import { siteRows } from '../../src/model/violation-text.js'
import { site } from './hand-made-results.js'

test('a remedy is told once for all holders that it is about', () => {
  const remedy = 'make it once'
  const holders = [
    { path: 'a', count: 2, remedy },
    { path: 'b', count: 1, remedy },
    { path: 'c', count: 1 },
  ]
  expect(holderLines({ types: [], holders })).toEqual([
    'held by: a (2 ×)',
    'held by: b',
    '  make it once',
    'held by: c',
  ])
})

test('a long place pushes nothing to the right', () => {
  const long = `${'deep/'.repeat(20)}a.js`
  const rows = siteRows(
    ['src/a.ts', long, 'src/longer.ts'].map(file => site({ file, line: 5 })),
    'retained',
  )
  expect(rows[0]).toMatch(/^ {2}src\/a\.ts:5 {7}\d/)
  expect(rows[1]?.startsWith(`  ${long}:5  `)).toBe(true)
  expect(rows[2]).toMatch(/^ {2}src\/longer\.ts:5 {2}\d/)
})
