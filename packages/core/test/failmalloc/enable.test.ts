import { afterEach, describe, expect, test } from 'vitest'
import { disable, enable } from '../../src/failmalloc/enable.js'
import { parsePlan } from '../../src/failmalloc/plan.js'
import { isTracing, start, stop } from '../../src/tracer.js'

afterEach(() => {
  disable()
  stop()
})

/** Which of so many allocations fail. */
function failing(count: number, size = 1000): number[] {
  const failed: number[] = []
  for (let number = 1; number <= count; number++) {
    try {
      new Uint8Array(size)
    } catch (error) {
      expect(String(error)).toBe('RangeError: Array buffer allocation failed')
      failed.push(number)
    }
  }
  return failed
}

/** Larger than anything that the test runner may allocate meanwhile. */
const size = 300_000
const minSize = size

describe('enable', () => {
  test('lets the nth allocation fail, and no other', () => {
    expect(enable({ nth: 3, minSize }).nth).toBe(3)
    expect(failing(6, size)).toEqual([3])
    disable()
    expect(failing(6, size)).toEqual([])
  })

  test('lets several fail in a row, or all', () => {
    enable({ nth: 2, count: 2, minSize })
    expect(failing(5, size)).toEqual([2, 3])
    disable()
    enable({ nth: 4, persistent: true, minSize: '290 KiB' })
    expect(failing(6, size)).toEqual([4, 5, 6])
  })

  test('counts only what the file asks for', () => {
    enable({ persistent: true, minSize, file: 'enable.test' })
    expect(failing(1, size)).toEqual([1])
    disable()
    enable({ persistent: true, minSize, file: 'another.test' })
    expect(failing(1, size)).toEqual([])
  })

  test('ends with the block that it is used in', () => {
    {
      const failmalloc = enable({ persistent: true, minSize })
      expect(failing(1, size)).toEqual([1])
      failmalloc[Symbol.dispose]()
    }
    expect(failing(1, size)).toEqual([])
    enable()
  })

  test('twice is an error, and the first goes on', () => {
    enable({ persistent: true, minSize })
    expect(() => enable()).toThrow(expect.objectContaining({ code: 'ENABLED' }))
    expect(failing(1, size)).toEqual([1])
  })

  test('traces only as long as it is enabled', () => {
    enable({ minSize })
    expect(isTracing()).toBe(true)
    disable()
    expect(isTracing()).toBe(false)
    start()
    enable({ minSize })
    disable()
    expect(isTracing()).toBe(true)
  })
})

describe('its options', () => {
  test('have defaults', () => {
    expect(parsePlan({})).toEqual({
      nth: 1,
      count: 1,
      minSize: 0,
      file: '',
      persistent: false,
      owned: false,
      native: false,
    })
  })

  test('range draws one by seed', () => {
    const drawn = Array.from({ length: 200 }, (_, seed) => parsePlan({ range: 5, seed }).nth)
    expect([...new Set(drawn)].sort()).toEqual([1, 2, 3, 4, 5])
    expect(parsePlan({ range: 1000, seed: 7 })).toEqual(parsePlan({ range: 1000, seed: 7 }))
  })

  test.each([
    [{ nth: 0 }, 'BAD_OPTION', /nth in failmalloc\.enable\(\) is 0; write a whole number of at least 1/],
    [{ seed: 1.5 }, 'BAD_OPTION', /seed .* is 1\.5; write a whole number/],
    [{ nth: 1, range: 5 }, 'BAD_OPTION', /nth and range/],
    [{ minSize: '1 XB' }, 'BAD_SIZE', /minSize/],
    [{ persistent: 1 }, 'BAD_OPTION', /persistent .* is 1; write true or false/],
    [{ nht: 1 }, 'UNKNOWN_OPTION', /Did you mean nth\?/],
  ])('%o: %s', (options, code, message) => {
    expect(() => parsePlan(options as object)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})
