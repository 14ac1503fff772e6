import { describe, expect, test } from 'vitest'
import { TracemallocError } from '../../src/errors.js'
import { random as seededRandom } from '../../src/failmalloc/random.js'
import { formatSize, parseSize } from '../../src/units.js'
import cpythonSizes from './cpython-sizes.json' with { type: 'json' }

describe('formatSize', () => {
  test.each(cpythonSizes as [number, string, string][])('prints %d as CPython does', (bytes, plain, signed) => {
    expect(formatSize(bytes)).toBe(plain)
    expect(formatSize(bytes, true)).toBe(signed)
  })

  test.each([
    [10239, '10239 B'],
    [10240, '10.0 KiB'],
    [102399, '100.0 KiB'],
    [102400, '100 KiB'],
    [10485759, '10240 KiB'],
  ])('%d is %s', (bytes, text) => expect(formatSize(bytes)).toBe(text))
})

describe('parseSize', () => {
  test.each([
    [0, 0],
    [4096, 4096],
    ['0', 0],
    ['4096', 4096],
    ['10 B', 10],
    ['2kB', 2000],
    ['2 KB', 2000],
    ['2 KiB', 2048],
    ['1.5 MB', 1_500_000],
    ['1.5MiB', 1_572_864],
    ['.5 GB', 500_000_000],
    ['1 GiB', 2 ** 30],
    ['1 TB', 1e12],
    ['1 TiB', 2 ** 40],
    ['  3 MiB ', 3 * 2 ** 20],
    ['+2853 KiB', 2853 * 1024],
    ['~3.2 MiB', 3355443],
  ])('%j is %d bytes', (size, bytes) => expect(parseSize(size, 'x')).toBe(bytes))

  test.each([
    '10 MBzzz',
    '-1 MB',
    '-30 B',
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    'NaN',
    'Infinity',
    '',
    ' ',
    'KiB',
    '10 kib',
    '10 mb',
    '10 M',
    '1e3',
    '0x10',
    '1_000',
    '1,5 MB',
    '1.2.3 MB',
    '10 constructor',
    `${'9'.repeat(400)} GiB`,
    true,
    null,
    undefined,
    [],
    {},
    () => 1,
    10n,
  ])('%s is no size', size => {
    const parse = (): number => parseSize(size, 'budgets.test.retained in tracemalloc.config.json')
    expect(parse).toThrow(TracemallocError)
    expect(parse).toThrow(expect.objectContaining({ code: 'BAD_SIZE' }))
    expect(parse).toThrow(/^budgets\.test\.retained in tracemalloc\.config\.json is .+, which is not a size\./)
    expect(parse).toThrow("4096, '512 KiB', '1.5 MB'")
  })

  test('shows what it read', () => {
    expect(() => parseSize('10 MBzzz', 'x')).toThrow('x is "10 MBzzz", which')
    expect(() => parseSize(Number.NaN, 'x')).toThrow('x is NaN, which')
    expect(() => parseSize('', 'x')).toThrow('x is "", which')
    expect(() => parseSize({ a: 1 }, 'x')).toThrow('x is some object, which')
  })

  test('parses back whatever is printed', () => {
    const random = seededRandom(1)
    const units: Record<string, number> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 }
    for (let round = 0; round < 5000; round++) {
      const bytes = Math.floor(2 ** (random() * 53))
      for (const text of [formatSize(bytes), formatSize(bytes, true)]) {
        const unit = units[text.split(' ')[1] ?? ''] ?? Number.NaN
        const digit = text.includes('.') ? unit / 10 : unit
        expect(Math.abs(parseSize(text, 'x') - bytes), text).toBeLessThanOrEqual(digit / 2 + 1)
      }
    }
  })
})
