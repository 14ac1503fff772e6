import { expect, test } from 'vitest'
import { MemoryLeakError } from '../../src/budget/leak-error.js'
import { amount, site } from '../model/hand-made-results.js'

const cache = site({ function: 'Cache.set', retained: amount(3840, 12) })
const leak = { warmups: 3, growth: [amount(1280, 4), amount(1280, 4), amount(1280, 4)], leaks: true, sites: [cache] }

test('MemoryLeakError shows the series and its sites, and points at the first one', () => {
  const error = new MemoryLeakError(leak, '/abs')
  expect(error.code).toBe('LEAKS')
  expect(error.message.split('\n')).toEqual([
    'test leaks: +1280 B, +1280 B, +1280 B (3 runs after 3 warm-ups)',
    '  src/cache.ts:27  3840 B in 12 allocations  Cache.set',
  ])
  expect(error.stack).toBe(`MemoryLeakError: ${error.message}\n    at Cache.set (/abs/src/cache.ts:27:10)`)
  const { name, message, stack } = error
  expect(JSON.parse(JSON.stringify(error))).toEqual({ name, message, stack })
})

test('MemoryLeakError shows objects where the bytes of a run have not grown', () => {
  const growth = [amount(-56, 4), amount(104, 4), amount(104, 5)]
  expect(new MemoryLeakError({ ...leak, growth }, '/abs').message).toMatch(
    /^test leaks: \+4, \+4, \+5 objects \(3 runs after 3 warm-ups\)$/m,
  )
})
