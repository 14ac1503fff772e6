import { describe, expect, test } from 'vitest'
import { formatBaseline, parseBaseline } from '../../src/baseline/baseline-text.js'

const title = '# tracemalloc baseline 1: bytes that each test retained and allocated'
const parse = (...lines: string[]) => parseBaseline(lines.join('\n'), 'memory.txt')

describe('a baseline as text', () => {
  const tests = new Map([
    ['test/b.test.ts > b', { retained: 0, allocated: 128 }],
    ['test/a.test.ts > a  retained=1', { retained: 64, allocated: 64 }],
    ['|unit| test/ä.test.ts > <b> | `x` ::error', { retained: 2 ** 40, allocated: 2 ** 41 }],
  ])

  test('has a line per test, sorted, and is read again', () => {
    const text = formatBaseline({ node: '20', tests })
    expect(text).toBe(
      [
        title,
        '# Node 20',
        'test/a.test.ts > a  retained=1  retained=64 allocated=64',
        'test/b.test.ts > b  retained=0 allocated=128',
        `|unit| test/ä.test.ts > <b> | \`x\` ::error  retained=${2 ** 40} allocated=${2 ** 41}`,
        '',
      ].join('\n'),
    )
    expect(parseBaseline(text, '')).toEqual({ node: '20', tests })
    expect(parseBaseline(text.replaceAll('\n', '\r\n'), '')).toEqual({ node: '20', tests })
  })

  test('may have comments and empty lines', () => {
    expect(parse(title, '', '# ours', 'a > b  retained=1 allocated=2').tests.size).toBe(1)
  })
})

describe('what is no baseline', () => {
  const entry = 'a.test.ts > a  retained=1 allocated=2'

  test.each([
    ['<<<<<<< HEAD', 3],
    ['=======', 3],
    ['||||||| 3c1f8a2', 3],
    ['>>>>>>> feature', 3],
  ])('has %s of a merge in it', (marker, line) => {
    expect(() => parse(title, entry, marker, entry)).toThrow(
      expect.objectContaining({
        code: 'BASELINE_CONFLICT',
        message: expect.stringContaining(`memory.txt:${line} has a conflict of a merge in it (${marker})`),
      }),
    )
  })

  test('has a conflict in its first line', () => {
    expect(() => parse('<<<<<<< HEAD', title)).toThrow(/memory\.txt:1 has a conflict/)
  })

  test.each([
    [[''], /memory\.txt:1 is not the first line of a baseline/],
    [[title, entry, 'a.test.ts > b  retained=1'], /memory\.txt:3 is not `the test's name {2}retained=BYTES/],
    [[title, 'a > b  retained=-1 allocated=2'], /memory\.txt:2 is not/],
    [[title, entry, '', entry], /memory\.txt:4 names the same test as line 2/],
  ])('%j', (lines, message) => {
    expect(() => parse(...lines)).toThrow(
      expect.objectContaining({ code: 'BAD_BASELINE', message: expect.stringMatching(message) }),
    )
  })

  test('is of a later version', () => {
    expect(() => parse('# tracemalloc baseline 2', entry)).toThrow(expect.objectContaining({ code: 'NEWER_VERSION' }))
  })
})
