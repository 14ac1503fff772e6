import type { FileOutcome, LeakedContext, TestOutcome } from '@tracemalloc/core'
import type { AssertionResult, FileTestResult } from './jest.js'

/** What the workers added to the results of the test files, with the states that Jest knows. */
export function outcomes(results: readonly FileTestResult[]): FileOutcome[] {
  const leaked = leakedContexts(results)
  return results.map(({ tracemalloc, testResults }) => ({
    sent: tracemalloc?.file,
    leakedContext: leakedOf(tracemalloc?.file, leaked),
    tests: testResults.map((test, index) => ({
      id: tracemalloc?.ids[index] ?? '',
      name: [...test.ancestorTitles, test.title].join(' > '),
      state: stateOf(test),
    })),
  }))
}

/** By file: a leak may have been found when a later file ended. */
function leakedContexts(results: readonly FileTestResult[]): Map<string, LeakedContext> {
  const found = results.flatMap(({ tracemalloc }) => tracemalloc?.leaked ?? [])
  return new Map(found.map(it => [keyOf(it), it.leakedContext]))
}

const leakedOf = (sent: FileOutcome['sent'], leaked: ReadonlyMap<string, LeakedContext>): LeakedContext | undefined =>
  sent && 'result' in sent ? leaked.get(keyOf(sent.result)) : undefined

const keyOf = ({ file, project }: { readonly file: string; readonly project: string }): string => `${project}\0${file}`

const stateOf = ({ status }: AssertionResult): TestOutcome['state'] =>
  status === 'passed' || status === 'failed' ? status : 'skipped'
