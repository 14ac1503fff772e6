import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/budget/parse.js'
import type { FileResult } from '../../src/model/result.js'
import { runResult } from '../../src/reporter/run-result.js'
import { amount, fileResult, site } from '../model/hand-made-results.js'

const runner = { name: 'vitest', version: '4.1.12' }

/** 1000 bytes of objects and as many of buffers as given. */
function file(name: string, buffers: number): FileResult {
  const used = (bytes: number) => ({ retained: amount(bytes), allocated: amount(bytes) })
  return fileResult({
    file: name,
    ...used(1000 + buffers),
    domains: { heap: used(1000), arraybuffer: used(buffers) },
    sites: [
      site({ line: 1, retained: amount(1000) }),
      site({ line: 2, domain: 'arraybuffer', retained: amount(buffers) }),
    ],
  })
}

/** The violations of a run of two files, with the lines that broke them. */
function broken(run: object) {
  const options = parseOptions({ budgets: { run } }, 'a test')
  const { violations } = runResult({ files: [file('a.ts', 300), file('b.ts', 500)], notices: [] }, options, runner)
  return violations.map(({ scope, actualBytes, sites }) => ({ scope, actualBytes, lines: sites.map(it => it.line) }))
}

describe('the budget of the run', () => {
  test('counts all domains, or those that it names', () => {
    expect(broken({ retained: 2799 })).toEqual([{ scope: 'run', actualBytes: 2800, lines: [1, 2] }])
    expect(broken({ retained: 799, domains: 'arraybuffer' })).toEqual([{ scope: 'run', actualBytes: 800, lines: [2] }])
    expect(broken({ allocated: 1999, domains: ['heap'] })).toEqual([{ scope: 'run', actualBytes: 2000, lines: [1] }])
    expect(broken({ retained: 2799, domains: ['heap', 'arraybuffer'] })).toHaveLength(1)
  })

  test('is kept when what it counts is within its limit', () => {
    expect(broken({ retained: 2800 })).toEqual([])
    expect(broken({ retained: 800, domains: 'arraybuffer' })).toEqual([])
  })
})
