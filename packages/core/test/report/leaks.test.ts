import { expect, test } from 'vitest'
import { formatLeaks } from '../../src/report/leaks.js'
import { amount, fileResult, site, testResult } from '../model/hand-made-results.js'

const clean = { warmups: 3, growth: [amount(8), { bytes: -8, count: -1 }], leaks: false, sites: [] }
const leaking = { warmups: 1, growth: [amount(1024)], leaks: true, sites: [site({ retained: amount(1024) })] }

test('tests that were run again are counted, and those that leak are shown', () => {
  expect(formatLeaks([fileResult({ tests: [testResult()] })])).toBe('')
  const one = testResult({ leak: clean })
  expect(formatLeaks([fileResult({ tests: [one] })])).toBe('Run again to find leaks: 1 test, none leaks')
  const tests = [one, testResult({ name: 'bus > grows', leak: leaking })]
  expect(formatLeaks([fileResult({ file: 'a.test.ts', tests })]).split('\n')).toEqual([
    'Run again to find leaks: 2 tests, 1 of them leaks',
    '  a.test.ts > bus > grows: leaks: +1024 B (1 run after 1 warm-up)',
    '    src/cache.ts:27  1024 B in 1 allocation',
  ])
})
