import { type FileResult, nothing, type RunResult, type Site, type TestResult, toJson } from '@tracemalloc/core'
import { Program } from './program.js'

export const KiB = 1024

const amount = (bytes: number) => ({ bytes, count: bytes === 0 ? 0 : 1 })

const site = (bytes: number, parts: Partial<Site> = {}): Site => ({
  file: 'src/cache.ts',
  line: 27,
  column: 5,
  function: 'set',
  domain: 'heap',
  blame: 'yours',
  estimated: false,
  retained: amount(bytes),
  allocated: amount(bytes),
  live: amount(bytes),
  growth: amount(bytes),
  ...parts,
})

/** A test that retained so many bytes. */
export const test = (name: string, bytes: number, parts: Partial<TestResult> = {}): TestResult => ({
  name,
  state: 'passed',
  concurrent: false,
  retained: amount(bytes),
  allocated: amount(bytes),
  sites: [site(bytes)],
  violations: [],
  ...parts,
})

const engine = { mode: 'exact', lines: 'exact', interval: 1, frames: 8, unobservedBytes: 0 } as const

/** A file of these tests, on whose one line all of it is. */
export function file(name: string, tests: readonly TestResult[], parts: Partial<FileResult> = {}): FileResult {
  const used = amount(tests.reduce((sum, { retained }) => sum + retained.bytes, 0))
  const none = { retained: nothing, allocated: nothing }
  return {
    file: name,
    project: '',
    retained: used,
    allocated: used,
    domains: { heap: { retained: used, allocated: used }, arraybuffer: none },
    sites: [site(used.bytes)],
    moreSites: { sites: 0, retained: nothing, live: nothing, growth: nothing },
    tests,
    violations: tests.flatMap(({ violations }) => violations),
    other: { code: nothing, runner: nothing, node: nothing },
    total: { live: used, growth: used },
    untraced: { size: 0, growth: 0 },
    process: { rss: 0, growth: 0, tracemalloc: 0 },
    engine,
    ...parts,
  }
}

export const run = (files: readonly FileResult[], parts: Partial<RunResult> = {}): RunResult => ({
  version: 1,
  runner: { name: 'vitest', version: '4.1.12' },
  node: 'v20.20.2',
  engine,
  options: { top: 10, groupBy: 'lineno' },
  files,
  violations: files.flatMap(({ violations }) => violations),
  ...parts,
})

/** A folder with files of results. */
export const resultFolder = (results: Readonly<Record<string, RunResult>>): Program =>
  new Program(Object.fromEntries(Object.entries(results).map(([name, result]) => [name, toJson(result)])))
