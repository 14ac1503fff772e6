import type { Amount } from '../../src/model/amount.js'
import type { BaselineChange, BaselineComparison } from '../../src/model/baseline-comparison.js'
import type { EngineResult, FileResult, RunResult, Site, TestResult, Violation } from '../../src/model/result.js'

export const KiB = 1024
export const MiB = 1024 * KiB

export const amount = (bytes: number, count = bytes === 0 ? 0 : 1): Amount => ({ bytes, count })

/** A site of `src/cache.ts:27` that retained all it allocated, and nothing else is alive there. */
export function site(parts: Partial<Site> = {}): Site {
  const retained = parts.retained ?? amount(0)
  return {
    file: 'src/cache.ts',
    line: 27,
    column: 10,
    function: '',
    domain: 'heap',
    blame: 'yours',
    estimated: false,
    allocated: retained,
    live: retained,
    growth: retained,
    ...parts,
    retained,
  }
}

export const engine = (parts: Partial<EngineResult> = {}): EngineResult => ({
  mode: 'exact',
  lines: 'exact',
  interval: 1,
  frames: 8,
  unobservedBytes: 0,
  ...parts,
})

export const testResult = (parts: Partial<TestResult> = {}): TestResult => ({
  name: 'cache > keeps',
  state: 'passed',
  concurrent: false,
  retained: amount(0),
  allocated: amount(0),
  sites: [],
  violations: [],
  ...parts,
})

export const fileResult = (parts: Partial<FileResult> = {}): FileResult => ({
  file: 'src/cache.test.ts',
  project: '',
  retained: amount(0),
  allocated: amount(0),
  domains: {
    heap: { retained: amount(0), allocated: amount(0) },
    arraybuffer: { retained: amount(0), allocated: amount(0) },
  },
  sites: [],
  moreSites: { sites: 0, retained: amount(0), live: amount(0), growth: amount(0) },
  tests: [],
  violations: [],
  other: { code: amount(0), runner: amount(0), node: amount(0) },
  total: { live: amount(0), growth: amount(0) },
  untraced: { size: 0, growth: 0 },
  process: { rss: 0, growth: 0, tracemalloc: 0 },
  engine: engine(),
  ...parts,
})

export const violation = (parts: Partial<Violation> = {}): Violation => ({
  scope: 'test',
  project: '',
  file: 'src/cache.test.ts',
  test: 'cache > keeps',
  metric: 'retained',
  limitBytes: MiB,
  actualBytes: 3277 * KiB,
  sites: [],
  ...parts,
})

export const runResult = (parts: Partial<RunResult> = {}): RunResult => ({
  version: 1,
  runner: { name: 'vitest', version: '4.1.12' },
  node: 'v20.20.2',
  engine: engine(),
  options: { top: 10, groupBy: 'lineno' },
  files: [],
  violations: [],
  ...parts,
})

/** A test that retains three times as much as it did. */
export const baselineChange = (parts: Partial<BaselineChange> = {}): BaselineChange => ({
  project: '',
  file: 'src/cache.test.ts',
  test: 'cache > keeps',
  metric: 'retained',
  beforeBytes: 64 * KiB,
  nowBytes: 192 * KiB,
  sites: [],
  ...parts,
})

export const baselineComparison = (parts: Partial<BaselineComparison> = {}): BaselineComparison => ({
  file: 'tracemalloc-baseline.txt',
  tolerance: { retained: { absolute: KiB, relative: 0.05 }, allocated: { absolute: 16 * KiB, relative: 0.05 } },
  compared: 1,
  regressions: [],
  improvements: [],
  added: [],
  gone: [],
  ...parts,
})
