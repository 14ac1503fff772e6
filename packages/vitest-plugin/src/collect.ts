import type { FileResult, TestResult } from '@tracemalloc/core'
import type { TestCase, TestModule } from 'vitest/node'
import { type CompactFile, expand, type IdentifiedTest } from './compact.js'

export interface Collected {
  readonly files: readonly FileResult[]
  /** Why files were not traced, each reason once. */
  readonly notices: readonly string[]
}

/** What the workers left in the meta of the test files, with the states that the tests ended up in. */
export function collect(modules: readonly TestModule[]): Collected {
  const files: FileResult[] = []
  const notices = new Set<string>()
  for (const module of modules) {
    const { tracemalloc } = module.meta() as { tracemalloc?: CompactFile }
    if (tracemalloc === undefined) continue
    if ('notice' in tracemalloc) {
      notices.add(tracemalloc.notice)
      continue
    }
    const { tests, ...file } = expand(tracemalloc)
    files.push({ ...file, tests: withStates(module, tests) })
  }
  return { files: files.sort(byFile), notices: [...notices] }
}

const byFile = (a: FileResult, b: FileResult): number => compare(a.file, b.file) || compare(a.project, b.project)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** All tests of the file in their order, with the skipped ones, which had no window. */
function withStates(module: TestModule, traced: readonly IdentifiedTest[]): TestResult[] {
  const byId = new Map(traced.map(({ id, ...test }) => [id, test]))
  return [...module.children.allTests()].map(test => ({
    ...(byId.get(test.id) ?? untraced(test.fullName)),
    state: stateOf(test),
  }))
}

function stateOf(test: TestCase): TestResult['state'] {
  const { state } = test.result()
  return state === 'pending' ? 'skipped' : state
}

const untraced = (name: string): Omit<TestResult, 'state'> => ({
  name,
  concurrent: false,
  retained: { bytes: 0, count: 0 },
  allocated: { bytes: 0, count: 0 },
  sites: [],
  violations: [],
})
