import type { Amount, FileResult, Site, TestResult, Violation } from '@tracemalloc/core'

export const amount = (bytes: number, count = 1): Amount => ({ bytes, count })

export function site(overrides: Partial<Site> = {}): Site {
  const retained = overrides.retained ?? amount(64)
  return {
    file: 'src/cache.ts',
    line: 27,
    column: 5,
    function: 'set',
    domain: 'heap',
    blame: 'yours',
    estimated: false,
    retained,
    allocated: retained,
    live: retained,
    growth: retained,
    ...overrides,
  }
}

export const violation = (overrides: Partial<Violation> = {}): Violation => ({
  scope: 'test',
  project: '',
  file: 'test/cache.test.ts',
  test: 'cache > keeps',
  metric: 'retained',
  limitBytes: 16,
  actualBytes: 64,
  sites: [site()],
  ...overrides,
})

export const test = (overrides: Partial<TestResult> = {}): TestResult => ({
  name: 'cache > keeps',
  state: 'passed',
  concurrent: false,
  retained: amount(64),
  allocated: amount(128, 2),
  sites: [site()],
  violations: [],
  ...overrides,
})

export const file = (overrides: Partial<FileResult> = {}): FileResult => ({
  file: 'test/cache.test.ts',
  project: '',
  retained: amount(64),
  allocated: amount(128, 2),
  sites: [site()],
  moreSites: { sites: 1, retained: amount(8), live: amount(8), growth: amount(8) },
  tests: [test()],
  violations: [],
  other: { code: amount(1), runner: amount(2), node: amount(3) },
  total: { live: amount(1000), growth: amount(100) },
  process: { rss: 5000, growth: 50, tracemalloc: 500 },
  engine: { mode: 'exact', lines: 'exact', interval: 1, frames: 8, unobservedBytes: 0 },
  ...overrides,
})
