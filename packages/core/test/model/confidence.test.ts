import { describe, expect, it } from 'vitest'
import { add, subtract } from '../../src/model/amount.js'
import { atLeast, errorOfVariance, withFinalError } from '../../src/model/confidence.js'

describe('errors', () => {
  const guess = (error: number) => ({ bytes: 100, count: 1, error })

  it('add up as those of independent samples; what is exact has none', () => {
    expect(add(guess(3), guess(4))).toEqual({ bytes: 200, count: 2, error: 5 })
    expect(subtract(guess(3), guess(4))).toEqual({ bytes: 0, count: 0, error: 5 })
    expect(add(guess(3), { bytes: 1, count: 1 })).toEqual({ bytes: 101, count: 2, error: 3 })
    expect(add({ bytes: 1, count: 1 }, { bytes: 1, count: 1 })).toEqual({ bytes: 2, count: 2 })
  })

  it('are two standard deviations, of which a lower bound takes 1.645', () => {
    expect(errorOfVariance(100)).toBe(20)
    expect(atLeast(guess(20))).toBeCloseTo(100 - 16.45)
    expect(atLeast({ bytes: 100, count: 1 })).toBe(100)
  })

  it('allow for what no sample was taken of', () => {
    expect(withFinalError({ bytes: 0, count: 0 }, 1000)).toEqual({ bytes: 0, count: 0, error: 4000 })
    expect(withFinalError(guess(1500), 1000).error).toBe(4500)
    expect(withFinalError(guess(1500), 1)).toEqual(guess(1500))
  })
})
