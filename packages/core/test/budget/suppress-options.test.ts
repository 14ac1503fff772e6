import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/budget/parse.js'
import { sitePattern } from '../../src/budget/site-pattern.js'
import { parseSuppressFile } from '../../src/budget/suppress-options.js'

const entry = { site: 'src/cache.ts:27', reason: 'known: #12' }

describe('suppressions', () => {
  test('are entries, the name of a file, or both', () => {
    const suppress = (value: unknown) => parseOptions({ suppress: value }, 'x').suppress
    expect(parseOptions({}, 'x').suppress).toEqual({ entries: [], files: [] })
    expect(suppress([entry])).toEqual({ entries: [entry], files: [] })
    expect(suppress('known.json')).toEqual({ entries: [], files: ['known.json'] })
    expect(suppress([entry, 'known.json'])).toEqual({ entries: [entry], files: ['known.json'] })
  })

  test.each([
    [[{ site: 'src/cache.ts' }], 'suppress[0].reason in x is undefined; say why this memory does not count.'],
    [[entry, { ...entry, reason: ' ' }], 'suppress[1].reason in x is " "; say why'],
    [[{ ...entry, site: '' }], 'suppress[0].site in x is ""; write a file, with a line or without, or a function'],
    [[{ ...entry, sight: 'a' }], 'Unknown option suppress[0].sight in x. Did you mean site?'],
    [[3], 'suppress[0] in x is 3; write an object with site, reason.'],
    [{ ...entry }, 'suppress in x is an object; write an array of { site, reason }, or a JSON file.'],
    [[''], 'suppress in x is ""; write the name of a JSON file.'],
  ])('are not %j', (value, message) => {
    expect(() => parseOptions({ suppress: value }, 'x')).toThrow(message)
  })

  test('have files of their own, that name no others', () => {
    expect(parseSuppressFile([entry], 'known.json')).toEqual([entry])
    expect(parseSuppressFile({ suppress: [entry] }, 'known.json')).toEqual([entry])
    expect(() => parseSuppressFile({ supress: [] }, 'known.json')).toThrow('Did you mean suppress?')
    expect(() => parseSuppressFile(['other.json'], 'known.json')).toThrow('suppress in known.json names the file')
  })
})

describe('a pattern for sites', () => {
  const place = { file: 'src/cache/lru.ts', line: 27, function: 'Lru.set' }

  test.each(['src/cache/lru.ts', 'src/cache/lru.ts:27', 'src/**', 'src/**:27', './src/cache/*.ts', 'Lru.set', 'Lru.*'])(
    '%s matches',
    pattern => {
      expect(sitePattern(pattern)(place)).toBe(true)
    },
  )

  test.each(['src/cache/lru.ts:28', 'lru.ts', 'src/*.ts', 'Lru', 'set', 'Lru.set:27', '**/*.js'])(
    '%s does not',
    pattern => {
      expect(sitePattern(pattern)(place)).toBe(false)
    },
  )

  test('does not take lines without a function for a function', () => {
    expect(sitePattern('*')({ ...place, function: '' })).toBe(false)
  })
})
