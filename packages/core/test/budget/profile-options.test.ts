import { expect, test } from 'vitest'
import { parseOptions } from '../../src/budget/parse.js'

const parse = (profiles: unknown) => parseOptions({ profiles }, 'a test').profiles

test('profiles are a folder, or options', () => {
  expect(parse('out')).toEqual({ folder: 'out', format: 'pprof', per: 'file' })
  expect(parse({ folder: 'out', format: 'speedscope', per: 'test' })).toEqual({
    folder: 'out',
    format: 'speedscope',
    per: 'test',
  })
})

test.each([
  [{ per: 'test' }, 'BAD_OPTION', /profiles\.folder in a test is undefined; name the folder/],
  [{ folder: 'x', format: 'svg' }, 'BAD_OPTION', /write one of 'pprof', 'speedscope', 'heapprofile', 'folded'/],
  [{ folder: 'x', per: 'run' }, 'BAD_OPTION', /profiles\.per in a test is "run"/],
  [{ folder: 'x', from: 'test' }, 'UNKNOWN_OPTION', /profiles\.from/],
])('%j is refused', (profiles, code, message) => {
  expect(() => parse(profiles)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
})
