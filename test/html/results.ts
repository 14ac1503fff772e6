import type { Amount, FileResult, RunResult, Site, TestResult } from '@tracemalloc/core'

const amount = (bytes: number, count = bytes === 0 ? 0 : 1): Amount => ({ bytes, count })
const engine = { mode: 'exact', lines: 'exact', interval: 1, frames: 8, unobservedBytes: 0 } as const

export function siteOf(file: string, line: number, retained: number, parts: Partial<Site> = {}): Site {
  const kept = amount(retained, 2)
  const place = { file, line, column: 1, function: 'keep', domain: 'heap', blame: 'yours', estimated: false } as const
  return { ...place, retained: kept, allocated: amount(retained * 3, 6), live: kept, growth: kept, ...parts }
}

export function testOf(name: string, sites: readonly Site[], parts: Partial<TestResult> = {}): TestResult {
  const sum = (metric: 'retained' | 'allocated') => amount(sites.reduce((total, site) => total + site[metric].bytes, 0))
  const used = { retained: sum('retained'), allocated: sum('allocated') }
  return { name, state: 'passed', concurrent: false, ...used, sites, violations: [], ...parts }
}

/** A test file with the sites of its tests. */
export function fileOf(file: string, tests: readonly TestResult[], parts: Partial<FileResult> = {}): FileResult {
  const sites = tests.flatMap(test => test.sites)
  const { retained, allocated } = testOf('', sites)
  const none = { retained: amount(0), allocated: amount(0) }
  return {
    file,
    project: '',
    retained,
    allocated,
    domains: { heap: { retained, allocated }, arraybuffer: none },
    sites,
    moreSites: { sites: 0, retained: amount(0), live: amount(0), growth: amount(0) },
    tests,
    violations: [],
    other: { code: amount(5000, 50), runner: amount(700, 7), node: amount(0) },
    total: { live: retained, growth: retained },
    untraced: { size: 0, growth: 0 },
    process: { rss: 90_000_000, growth: 0, tracemalloc: 0 },
    engine,
    ...parts,
  }
}

export const runOf = (files: readonly FileResult[]): RunResult => ({
  version: 1,
  runner: { name: 'vitest', version: '4.1.12' },
  node: 'v20.20.2',
  engine,
  options: { top: 10, groupBy: 'lineno' },
  files,
  violations: files.flatMap(file => file.tests.flatMap(test => test.violations)),
})
