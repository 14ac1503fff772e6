import { describe, expect, test } from 'vitest'
import { checkLimits } from '../../src/budget/check.js'
import { amount, site, testResult } from '../model/hand-made-results.js'

const small = site({ file: 'a.ts', retained: amount(10), allocated: amount(900) })
const large = site({ file: 'b.ts', retained: amount(90), allocated: amount(100) })
const churn = site({ file: 'c.ts', retained: amount(0), allocated: amount(500) })
const measured = testResult({ retained: amount(100), allocated: amount(1500), sites: [small, large, churn] })
const judged = { scope: 'test', project: 'p', file: 'f', test: 't' } as const

describe('checkLimits', () => {
  test('finds nothing without limits, at them and below', () => {
    expect(checkLimits(judged, {}, measured)).toEqual([])
    expect(checkLimits(judged, { retained: 100, allocated: 1500 }, measured)).toEqual([])
    expect(checkLimits(judged, { retained: 0 }, testResult())).toEqual([])
  })

  test('names the sites that broke the limit, the largest first', () => {
    expect(checkLimits(judged, { retained: 99, allocated: 1499 }, measured)).toEqual([
      {
        ...judged,
        metric: 'retained',
        limitBytes: 99,
        actualBytes: 100,
        sites: [large, small],
      },
      {
        ...judged,
        metric: 'allocated',
        limitBytes: 1499,
        actualBytes: 1500,
        sites: [small, churn, large],
      },
    ])
  })

  test('a budget of 0 allows nothing', () => {
    const [violation] = checkLimits({ scope: 'run', project: '', file: '', test: '' }, { retained: 0 }, measured)
    expect(violation).toMatchObject({ scope: 'run', file: '', test: '', limitBytes: 0, actualBytes: 100 })
  })
})

describe('an estimate', () => {
  const broken = (retained: number, error?: number) => {
    const estimated = testResult({ retained: { ...amount(1 << 20), ...(error && { error }) } })
    return checkLimits(judged, { retained }, estimated).length
  }

  test('breaks a limit only with a confidence of 95 %', () => {
    // Two standard deviations are the error, 1.645 of them 105 KiB.
    expect(broken(918 << 10, 128 << 10)).toBe(1)
    expect(broken(919 << 10, 128 << 10)).toBe(0)
    expect(broken(919 << 10)).toBe(1)
  })
})
