import type { CompactFile, FileOutcome, TestResult } from '@tracemalloc/core'
import type { TestCase, TestModule } from 'vitest/node'

/** What the workers left in the meta of the test files, with the states that Vitest knows. */
export const outcomes = (modules: readonly TestModule[]): FileOutcome[] =>
  modules.map(module => ({
    sent: (module.meta() as { tracemalloc?: CompactFile }).tracemalloc,
    tests: Array.from(module.children.allTests(), test => ({
      id: test.id,
      name: test.fullName,
      state: stateOf(test),
    })),
  }))

function stateOf(test: TestCase): TestResult['state'] {
  const { state } = test.result()
  return state === 'pending' ? 'skipped' : state
}
