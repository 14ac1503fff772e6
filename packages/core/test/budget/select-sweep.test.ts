import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/budget/parse.js'
import { sweepOf } from '../../src/budget/select-sweep.js'

const options = (failmalloc?: object) => parseOptions({ ...(failmalloc && { failmalloc }) }, 'test.json')
const file = 'test/jobs.test.ts'

describe('a test is swept', () => {
  test('when the options select it', () => {
    expect(sweepOf(options({ tests: 'job' }), file, 'queue > a job')).toEqual({})
    expect(sweepOf(options({ tests: 'job' }), file, 'queue > a task')).toBeUndefined()
    expect(sweepOf(options({ files: 'test/**', max: 5 }), file, 'x')).toEqual({ max: 5 })
    expect(sweepOf(options({ files: ['test/**', '!**/jobs.*'], tests: /./ }), file, 'x')).toBeUndefined()
  })

  test('when it asks for it, with what the options say besides', () => {
    const given = options({ max: 5, seed: 2, onlyReport: true })
    expect(sweepOf(given, file, 'x')).toBeUndefined()
    expect(sweepOf(given, file, 'x', true)).toEqual({ max: 5, seed: 2, onlyReport: true })
    expect(sweepOf(given, file, 'x', { max: 7, onlyReport: false })).toEqual({ max: 7, seed: 2, onlyReport: false })
    expect(sweepOf(options(), file, 'x', true)).toEqual({})
  })

  test('not when it asks not to be', () => {
    expect(sweepOf(options({ tests: '*' }), file, 'x', false)).toBeUndefined()
  })
})

test.each([
  [{ failmalloc: { test: 'x' } }, 'UNKNOWN_OPTION', /failmalloc\.test in test\.json\. Did you mean tests\?/],
  [{ failmalloc: { tests: [] } }, 'BAD_OPTION', /failmalloc\.tests in test\.json .* selects nothing/],
  [{ failmalloc: { max: 0 } }, 'BAD_OPTION', /failmalloc\.max in test\.json is 0/],
  [{ failmalloc: true }, 'BAD_OPTION', /failmalloc in test\.json is true; write an object/],
])('%o: %s', (raw, code, message) => {
  expect(() => parseOptions(raw, 'test.json')).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  )
})

test('what a test asks for is checked', () => {
  expect(() => sweepOf(options(), file, 'x', { maks: 1 })).toThrow(/failmalloc\.maks in test "x"\. Did you mean max\?/)
  expect(() => sweepOf(options(), file, 'x', 'yes')).toThrow(/failmalloc in test "x" is "yes"/)
})
