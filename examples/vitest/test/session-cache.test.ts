import { beforeEach, describe, expect, it } from 'vitest'
import { SessionCache } from '../shop/session-cache.ts'

describe('SessionCache', () => {
  let cache: SessionCache

  beforeEach(() => {
    cache = new SessionCache(3, 1000)
  })

  it('finds an open session', () => {
    cache.open('a', 'ada', 0)
    expect(cache.get('a', 1)).toMatchObject({ user: 'ada', cart: [] })
  })

  it('forgets a session that has expired', () => {
    cache.open('a', 'ada', 0)
    expect(cache.get('a', 1000)).toBeUndefined()
    expect(cache.size).toBe(0)
  })

  it('prolongs a session that is used', () => {
    cache.open('a', 'ada', 0)
    cache.get('a', 900)
    expect(cache.get('a', 1800)).toBeDefined()
  })

  it('drops the least recently used session', () => {
    for (const id of ['a', 'b', 'c']) cache.open(id, id, 0)
    cache.get('a', 1)
    cache.open('d', 'd', 2)
    expect(cache.get('b', 3)).toBeUndefined()
    expect(cache.get('a', 3)).toBeDefined()
  })

  it('fills the cart', () => {
    cache.open('a', 'ada', 0)
    cache.addToCart('a', 'tea', 1)
    cache.addToCart('a', 'cup', 2)
    expect(cache.get('a', 3)?.cart).toEqual(['tea', 'cup'])
  })

  it('keeps no more sessions than it may', () => {
    for (let i = 0; i < 20_000; i++) cache.open(`session-${i}`, `user-${i}`, i)
    expect(cache.size).toBe(3)
  })
})
