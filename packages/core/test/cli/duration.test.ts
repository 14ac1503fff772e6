import { describe, expect, test } from 'vitest'
import { parseDuration } from '../../src/cli/duration.js'

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
    ['0.4s', 400],
    ['2147483647ms', 2 ** 31 - 1],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  test.each(['', '10', 's', '0s', '0.1ms', '-1s', '1 s', '1d', '1S', '600h', '1e3ms', '10sec'])('%j is none', text => {
    expect(() => parseDuration(text)).toThrow('Write a time with its unit, up to 24 days: 500ms, 10s, 5m, 1h.')
  })
})
