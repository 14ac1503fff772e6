import type { FileOutcome, TestOutcome } from '@tracemalloc/core'
import type { AssertionResult, FileTestResult } from './jest.js'

/** What the workers added to the results of the test files, with the states that Jest knows. */
export const outcomes = (results: readonly FileTestResult[]): FileOutcome[] =>
  results.map(({ tracemalloc, testResults }) => ({
    sent: tracemalloc?.file,
    leakedContext: tracemalloc?.leakedContext,
    tests: testResults.map((test, index) => ({
      id: tracemalloc?.ids[index] ?? '',
      name: [...test.ancestorTitles, test.title].join(' > '),
      state: stateOf(test),
    })),
  }))

const stateOf = ({ status }: AssertionResult): TestOutcome['state'] =>
  status === 'passed' || status === 'failed' ? status : 'skipped'
