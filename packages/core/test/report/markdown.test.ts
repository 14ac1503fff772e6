import { describe, expect, test } from 'vitest'
import { formatMarkdown } from '../../src/report/markdown.js'
import { markdownText } from '../../src/report/markdown-text.js'
import {
  amount,
  baselineChange,
  baselineComparison,
  engine,
  fileResult,
  KiB,
  runResult,
  site,
  testResult,
  violation,
} from '../model/hand-made-results.js'
import { hostileName, hostileRun } from './hostile-run.js'

const grown = site({ function: 'set', retained: amount(3 * KiB, 3) })
const files = [fileResult({ retained: amount(3 * KiB), sites: [grown], tests: [testResult()] })]

describe('a run in Markdown', () => {
  test('that is in order has its lines', () => {
    expect(formatMarkdown(runResult({ files }))).toBe(
      [
        '### Memory: no problems',
        '',
        '1 test in 1 file, retained 3072 B, allocated 0 B (vitest 4.1.12, Node v20.20.2)',
        '',
        '| Growth | bytes | alive | allocations | of |',
        '| --- | ---: | ---: | ---: | --- |',
        '| <code>src/cache.ts&#58;27</code> | +3072 B | 3072 B | 3 | set |',
        '',
      ].join('\n'),
    )
  })

  test('that is not says what is over its budget, and how it compares', () => {
    const text = formatMarkdown(
      runResult({
        files,
        violations: [violation({ sites: [grown] }), violation({ scope: 'run', file: '', test: '' })],
        baseline: baselineComparison({ regressions: [baselineChange({ sites: [grown] })], added: ['a'], note: 'So.' }),
      }),
      { title: 'unit', link: ({ line }) => `https://github.example/blob/src/cache.ts#L${line}` },
    )
    expect(text).toContain('### unit: 2 budget violations, 1 regression\n')
    expect(text).toContain('| <code>run</code> | retained | 3277 KiB | 1024 KiB |  |\n')
    expect(text).toContain(
      '| retained | 64.0 KiB | 192 KiB | +128 KiB | <a href="https://github.example/blob/src/cache.ts#L27">',
    )
    expect(text).toContain('1 test compared, 0 improvements, 1 new, 0 gone. So.\n')
  })

  test('is short however much there is', () => {
    const many = <T>(item: T) => Array.from({ length: 5000 }, () => item)
    const text = formatMarkdown(
      runResult({
        options: { top: 0, groupBy: 'lineno' },
        files: many(null).map((_, line) => fileResult({ sites: [{ ...grown, line }] })),
        violations: many(violation({ sites: [grown] })),
        baseline: baselineComparison({ regressions: many(baselineChange()), added: many('a') }),
      }),
    )
    expect(text.length).toBeLessThan(20_000)
    expect(text).toContain('\n4980 more\n')
  })

  test('marks estimates', () => {
    const sampled = engine({ mode: 'sampled', interval: 4096 })
    const text = formatMarkdown(runResult({ files: [fileResult({ sites: [grown], engine: sampled })] }))
    expect(text).toContain('| &#126;+3072 B | &#126;3072 B | &#126;3 |')
  })

  test('shows names as they are, and nothing else', () => {
    const text = formatMarkdown(hostileRun(), { link: ({ file }) => `https://github.example/"><script>${file}` })
    const tags = text.match(/<[^>]*>/g) ?? []
    expect(new Set(tags.map(tag => tag.replace(/ href="[^"]*"/, '')))).toEqual(
      new Set(['<code>', '</code>', '<a>', '</a>']),
    )
    expect(text.replace(/^### | href="[^"]*"|&#\d+;/g, '')).not.toMatch(/[`@*[\]~#&]/)
    for (const line of text.split('\n').filter(line => line.startsWith('|'))) {
      expect([5, 6]).toContain(line.split('|').length - 2)
    }
  })
})

test('text is decoded again by what reads entities', () => {
  const decoded = markdownText(hostileName).replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  expect(decoded).toBe(hostileName.replace('\n', '\\n').replace('\0', '\\u0000').replace('\u2028', '\\u2028'))
})
