import type { FileResult, RunResult, Site, TestResult } from '@tracemalloc/core'
import { amount, fileResult, runResult, site, testResult } from '../../packages/core/test/model/hand-made-results.js'

/** A site that retains so much, and has allocated three times as much. */
export const siteOf = (file: string, line: number, retained: number, parts: Partial<Site> = {}): Site =>
  site({
    ...{ file, line, column: 1, function: 'keep' },
    retained: amount(retained, 2),
    allocated: amount(retained * 3, 6),
    ...parts,
  })

const sum = (sites: readonly Site[], metric: 'retained' | 'allocated') =>
  amount(sites.reduce((total, it) => total + it[metric].bytes, 0))

const used = (sites: readonly Site[]) => ({ retained: sum(sites, 'retained'), allocated: sum(sites, 'allocated') })

export const testOf = (name: string, sites: readonly Site[], parts: Partial<TestResult> = {}): TestResult =>
  testResult({ name, sites, ...used(sites), ...parts })

/** A test file with the sites of its tests. */
export function fileOf(file: string, tests: readonly TestResult[], parts: Partial<FileResult> = {}): FileResult {
  const sites = tests.flatMap(test => test.sites)
  const other = { code: amount(5000, 50), runner: amount(700, 7), node: amount(0) }
  return fileResult({ file, tests, sites, other, ...used(sites), ...parts })
}

export const runOf = (files: readonly FileResult[]): RunResult =>
  runResult({ files, violations: files.flatMap(file => file.tests.flatMap(test => test.violations)) })
