import { describe, expect, test } from 'vitest'
import { defaultTolerances, parseTolerance } from '../../src/budget/baseline-options.js'
import { parseOptions } from '../../src/budget/parse.js'

const parse = (baseline: unknown) => parseOptions({ baseline }, 'a test')

describe('the option baseline', () => {
  test('is a file, or options', () => {
    expect(parse('memory.txt').baseline).toEqual({ file: 'memory.txt', tolerance: defaultTolerances })
    expect(parse({ file: 'memory.txt', retained: '64 B', allocated: '10%' }).baseline?.tolerance).toEqual({
      retained: { absolute: 64, relative: 0 },
      allocated: { absolute: 0, relative: 0.1 },
    })
  })

  test('makes tracing exact unless the mode is given', () => {
    expect(parse('memory.txt').mode).toBe('exact')
    expect(parseOptions({ baseline: 'memory.txt', mode: 'sampled' }, 'a test').mode).toBe('sampled')
  })

  test.each([
    ['', 'BAD_OPTION', /baseline in a test is ""|a test/],
    [{ retained: 1 }, 'BAD_OPTION', /baseline\.file in a test is undefined; name the file/],
    [{ file: 'm', retaind: 1 }, 'UNKNOWN_OPTION', /baseline\.retaind in a test. Did you mean retained\?/],
    [{ file: 'm', retained: '5 %, 6 %' }, 'BAD_SIZE', /baseline\.retained in a test is "5 %, 6 %"; write a size, a/],
    [{ file: 'm', allocated: '1 KiB, x' }, 'BAD_SIZE', /baseline\.allocated in a test is "1 KiB, x"; write a size/],
  ])('%j is refused', (baseline, code, message) => {
    expect(() => parse(baseline)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
  })
})

test.each([
  [0, 0, 0],
  ['1 KiB', 1024, 0],
  ['2.5 %', 0, 0.025],
  ['1 kB, 5%', 1000, 0.05],
  ['5%,1 kB', 1000, 0.05],
])('the tolerance %j', (text, absolute, relative) => {
  expect(parseTolerance(text, '')).toEqual({ absolute, relative })
})
