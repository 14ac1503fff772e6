import { describe, expect, test } from 'vitest'
import { Filter } from '../../src/model/filter.js'
import { traceback } from './hand-made.js'

// Names as in CPython's test_tracemalloc.py.
describe('TestFilters', () => {
  test('filter_attributes', () => {
    const byDefault = new Filter(true, 'abc')
    expect(byDefault.inclusive).toBe(true)
    expect(byDefault.filenamePattern).toBe('abc')
    expect(byDefault.lineno).toBeUndefined()
    expect(byDefault.allFrames).toBe(false)
    expect(byDefault.domain).toBeUndefined()

    const custom = new Filter(false, 'test.py', 123, true)
    expect(custom.inclusive).toBe(false)
    expect(custom.filenamePattern).toBe('test.py')
    expect(custom.lineno).toBe(123)
    expect(custom.allFrames).toBe(true)

    expect(() => Object.assign(custom, { filenamePattern: 'abc' })).toThrow(TypeError)
  })

  test.each([
    // lineno, then whether the inclusive filter keeps abc:0, abc:5, abc:10
    [undefined, [true, true, true]],
    [5, [false, true, false]],
    [0, [true, false, false]],
  ])('filter_match, lineno %s', (lineno, kept) => {
    const inclusive = new Filter(true, 'abc', lineno)
    const exclusive = new Filter(false, 'abc', lineno)
    expect([0, 5, 10].map(line => inclusive.keepsFrame('abc', line))).toEqual(kept)
    expect([0, 5, 10].map(line => exclusive.keepsFrame('abc', line))).toEqual(kept.map(keeps => !keeps))
    expect([0, 5, 10].map(line => inclusive.keepsFrame('12356', line))).toEqual([false, false, false])
    expect([0, 5, 10].map(line => exclusive.keepsFrame('12356', line))).toEqual([true, true, true])
  })

  test('filter_match_filename', () => {
    const matches = (inclusive: boolean, filename: string, pattern: string): boolean =>
      new Filter(inclusive, pattern).keepsFrame(filename, 0)
    expect(matches(true, 'abc', 'abc')).toBe(true)
    expect(matches(true, '12356', 'abc')).toBe(false)
    expect(matches(true, '<unknown>', 'abc')).toBe(false)
    expect(matches(false, 'abc', 'abc')).toBe(false)
    expect(matches(false, '12356', 'abc')).toBe(true)
    expect(matches(false, '<unknown>', 'abc')).toBe(true)
  })

  test.each([
    ['abc', '', false],
    ['', 'abc', false],
    ['', '', true],
    ['', '*', true],
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['abc', 'def', false],
    ['abc', 'a*', true],
    ['abc', 'abc*', true],
    ['abc', 'b*', false],
    ['abc', 'abcd*', false],
    ['abc', 'a*c', true],
    ['abcdcx', 'a*cx', true],
    ['abb', 'a*c', false],
    ['abcdce', 'a*cx', false],
    ['abcde', 'a*c*e', true],
    ['abcbdefeg', 'a*bd*eg', true],
    ['abcdd', 'a*c*e', false],
    ['abcbdefef', 'a*bd*eg', false],
    // Case counts, and so does the separator; there is no .pyc to be taken for .py.
    ['aBC', 'ABc', false],
    ['aBcDe', 'Ab*dE', false],
    ['a/b', 'a\\b', false],
    ['a\\b', 'a/b', false],
    ['a/b\\c', 'a\\b/c', false],
    ['a/b/c', 'a\\b\\c', false],
    ['a.pyc', 'a.py', false],
    ['a.py', 'a.pyc', false],
    // What else fnmatch knows.
    ['src/deep/a.ts', 'src/*.ts', true],
    ['a\nb', 'a*b', true],
    ['abc', 'a?c', true],
    ['ac', 'a?c', false],
    ['abc', 'a[a-c]c', true],
    ['abc', 'a[!a-c]c', false],
    ['adc', 'a[!a-c]c', true],
    ['a]c', 'a[]]c', true],
    ['a[c', 'a[c', true],
    ['a^c', 'a[\\^]c', true],
    ['abc', 'a[z-a]c', false],
    ['abc', 'a[!z-a]c', true],
    ['a(b)+{c}|$.ts', 'a(b)+{c}|$.ts', true],
    ['axts', 'a.ts', false],
  ])('filter_match_filename_joker: %j against %j', (filename, pattern, matches) => {
    expect(new Filter(true, pattern).keepsFrame(filename, 0)).toBe(matches)
  })

  test.each([
    // inclusive, pattern, allFrames, then whether t1, t2, t3 and unknown are kept
    [true, 'b.py', true, [true, true, false, false]],
    [true, 'b.py', false, [false, true, false, false]],
    [false, 'b.py', true, [false, false, true, true]],
    [false, 'b.py', false, [true, false, true, true]],
    [false, '<unknown>', false, [true, true, true, false]],
    [true, '<unknown>', true, [false, false, true, true]],
    [false, '<unknown>', true, [true, true, false, false]],
  ])('filter_match_trace: inclusive %s, %s, all frames %s', (inclusive, pattern, allFrames, kept) => {
    const t1 = traceback(['a.py', 2], ['b.py', 3])
    const t2 = traceback(['b.py', 4], ['b.py', 5])
    const t3 = traceback(['c.py', 5], ['<unknown>', 0])
    const unknown = traceback(['<unknown>', 0])
    const filter = new Filter(inclusive, pattern, undefined, allFrames)
    expect([t1, t2, t3, unknown].map(own => filter.keepsTraceback(own))).toEqual(kept)
  })
})
