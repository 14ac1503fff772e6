import { describe, expect, it } from 'vitest'
import { RateLimiter } from '../shop/rate-limiter.ts'

describe('RateLimiter', () => {
  it('lets a user call as often as allowed', () => {
    const limiter = new RateLimiter(2, 1000)
    expect([0, 1, 2].map(now => limiter.allow('ada', now))).toEqual([true, true, false])
  })

  it('lets the user call again after the window', () => {
    const limiter = new RateLimiter(1, 1000)
    limiter.allow('ada', 0)
    expect(limiter.allow('ada', 1000)).toBe(true)
  })

  it('counts users apart', () => {
    const limiter = new RateLimiter(1, 1000)
    expect([limiter.allow('ada', 0), limiter.allow('bob', 0)]).toEqual([true, true])
  })

  it('forgets users who are gone', { meta: { memory: { retained: '64 KiB' } } }, () => {
    const limiter = new RateLimiter(5, 1000)
    for (let i = 0; i < 10_000; i++) limiter.allow(`user-${i}`, i / 10)
    limiter.sweep(10_000)
    expect(limiter.users).toBe(0)
  })
})
