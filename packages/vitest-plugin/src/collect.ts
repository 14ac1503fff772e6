import type { FileOutcome, TestResult } from '@tracemalloc/core'
import type { TestCase, TestModule } from 'vitest/node'
import { sentOf } from './sent.js'

/** What the workers left in the meta of the test files, with the states that Vitest knows. */
export const outcomes = (modules: readonly TestModule[]): FileOutcome[] =>
  modules.map(module => ({
    sent: sentOf(module),
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
