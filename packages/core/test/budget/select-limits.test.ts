import { describe, expect, test } from 'vitest'
import { fileMatcher } from '../../src/budget/file-globs.js'
import type { Options, ParsedOptions } from '../../src/budget/options.js'
import { parseOptions } from '../../src/budget/parse.js'
import { limitsForFile, limitsForRun, limitsForTest } from '../../src/budget/select-limits.js'
import { matchesName } from '../../src/budget/test-name.js'

/** As a worker gets them: after a trip through JSON. */
const parse = (options: Options): ParsedOptions => JSON.parse(JSON.stringify(parseOptions(options, 'here')))

const parsed = parse({
  budgets: { test: { retained: 100, allocated: 1000 }, file: { retained: 500 }, run: { allocated: 9000 } },
  overrides: [
    { files: 'src/big/**', retained: 200, budgets: { file: { allocated: 7 } } },
    { files: ['src/**', '!src/big/**'], allocated: 2000 },
    { tests: [/^slow /i, 'cache >'], retained: 300 },
    { files: 'src/big/**', tests: 'cache > *', allocated: 3000 },
  ],
})

describe('limitsForTest', () => {
  test.each([
    ['test/a.test.ts', 'plain', { retained: 100, allocated: 1000 }],
    ['src/a.test.ts', 'plain', { retained: 100, allocated: 2000 }],
    ['src/big/a.test.ts', 'plain', { retained: 200, allocated: 1000 }],
    ['src/big/a.test.ts', 'Slow one', { retained: 300, allocated: 1000 }],
    ['src/big/a.test.ts', 'cache > keeps', { retained: 300, allocated: 3000 }],
    ['src/a.test.ts', 'the cache > keeps', { retained: 300, allocated: 2000 }],
  ])('%s, %s: the later override wins per metric', (file, name, limits) => {
    expect(limitsForTest(parsed, file, name)).toEqual(limits)
    // Regular expressions with a memory would answer differently the second time.
    expect(limitsForTest(parsed, file, name)).toEqual(limits)
  })

  test("the test's own budget wins over all, per metric", () => {
    expect(limitsForTest(parsed, 'src/big/a.test.ts', 'cache > x', { retained: '1 KiB' })).toEqual({
      retained: 1024,
      allocated: 3000,
    })
    expect(limitsForTest(parsed, 'x.ts', 'x', undefined)).toEqual({ retained: 100, allocated: 1000 })
    expect(limitsForTest(parsed, 'x.ts', 'x', null)).toEqual({ retained: 100, allocated: 1000 })
    expect(() => limitsForTest(parsed, 'x.ts', 'suite > x', { retained: '1 zB' })).toThrow(
      'memory.retained in test "suite > x" is "1 zB"',
    )
    expect(() => limitsForTest(parsed, 'x.ts', 'x', '4 MiB')).toThrow('memory in test "x" is "4 MiB"; write an object')
  })

  test('without budgets there are no limits', () => {
    expect(limitsForTest(parse({}), 'a', 'b')).toEqual({})
    expect(limitsForFile(parse({}), 'a')).toEqual({})
    expect(limitsForRun(parse({}))).toEqual({})
  })
})

test('limitsForFile looks at files only', () => {
  expect(limitsForFile(parsed, 'src/a.test.ts')).toEqual({ retained: 500 })
  expect(limitsForFile(parsed, 'src/big/a.test.ts')).toEqual({ retained: 500, allocated: 7 })
})

test('limitsForRun is the budget of the run', () => expect(limitsForRun(parsed)).toEqual({ allocated: 9000 }))

describe('matchesName', () => {
  test.each([
    ['cache', 'the cache > keeps', true],
    ['Cache', 'the cache > keeps', false],
    ['*keeps', 'the cache > keeps', true],
    ['keeps*', 'the cache > keeps', false],
    ['GET *', 'GET /users/1', true],
    ['is it [ok]?', 'suite > is it [ok]? > yes', true],
    ['works (really)*', 'works (really) > yes', true],
    ['{a,b}', 'a', false],
    [{ source: '^a', flags: 'i' }, 'Abc', true],
    [{ source: 'c', flags: 'y' }, 'abc', false],
  ])('%j against %j', (pattern, name, matches) => {
    expect(matchesName(pattern, name)).toBe(matches)
    expect(matchesName(pattern, name)).toBe(matches)
  })
})

describe('fileMatcher', () => {
  test.each([
    [['src/*.ts'], 'src/a.ts', true],
    [['src/*.ts'], 'src/b/a.ts', false],
    [['./src/**'], 'src/b/a.ts', true],
    [['src/**'], 'src/.hidden/a.ts', true],
    [['**/*.{ts,tsx}'], 'a.tsx', true],
    [['src/**', '!src/b/**'], 'src/b/a.ts', false],
    [['!src/b/**', 'src/**'], 'src/b/a.ts', false],
    [['!src/b/**'], 'src/c/a.ts', true],
    [['!src/b/**'], 'src/b/a.ts', false],
    [['**/x.ts'], '/elsewhere/x.ts', true],
    [['!**/b.ts'], '/elsewhere/x.ts', true],
    [['**'], '../x.ts', false],
    [[], 'a.ts', false],
  ])('%j against %s', (globs, file, matches) => expect(fileMatcher(globs)(file)).toBe(matches))
})
