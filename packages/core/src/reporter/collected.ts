import { nothing } from '../model/amount.js'
import { type CompactFile, expand, type IdentifiedTest } from '../model/compact.js'
import type { FileResult, LeakedContext, TestResult } from '../model/result.js'
import { listedSites } from './original-places.js'

/** What the workers sent of a whole run. */
export interface Collected {
  readonly files: readonly FileResult[]
  /** Why files were not traced, each reason once. */
  readonly notices: readonly string[]
  /** What fails the run, though it fails no test: a line each. */
  readonly errors: readonly string[]
}

/** What the runner says of a test file when the run has ended. */
export interface FileOutcome {
  /** What the worker sent; `undefined` for a file that was not measured. */
  readonly sent: CompactFile | undefined
  /** What was found out after the file was sent. */
  readonly leakedContext?: LeakedContext | undefined
  /** All tests of the file in their order, those included that had no window. */
  readonly tests: readonly TestOutcome[]
}

/** A test as the runner knows it. */
export interface TestOutcome {
  /** As the worker named it. */
  readonly id: string
  /** Names of the suites and the test joined by ` > `. */
  readonly name: string
  readonly state: TestResult['state']
}

/**
 * Puts together what the workers measured and the states that the tests ended up in; sorts the files.
 * @param top sites per file; 0: all
 */
export function collect(outcomes: Iterable<FileOutcome>, top = 0): Collected {
  const files: FileResult[] = []
  const notices = new Set<string>()
  const errors: string[] = []
  for (const { sent, leakedContext, tests: outcomesOfTests } of outcomes) {
    if (sent === undefined) continue
    if ('notice' in sent) {
      notices.add(sent.notice)
      continue
    }
    if (sent.error !== undefined) errors.push(sent.error)
    const { tests, ...file } = expand(sent)
    const sites = sent.isUncut && listedSites(file, top)
    files.push({
      ...file,
      ...sites,
      tests: withStates(outcomesOfTests, tests),
      ...(leakedContext && { leakedContext }),
    })
  }
  return { files: files.sort(byFile), notices: [...notices], errors: errors.sort() }
}

/** The order of files in results. */
export const byFile = (a: FileResult, b: FileResult): number => compare(a.file, b.file) || compare(a.project, b.project)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function withStates(outcomes: readonly TestOutcome[], traced: readonly IdentifiedTest[]): TestResult[] {
  const byId = new Map(traced.map(({ id, ...test }) => [id, test]))
  return outcomes.map(({ id, name, state }) => ({ ...(byId.get(id) ?? untraced(name)), state }))
}

const untraced = (name: string): Omit<TestResult, 'state'> => ({
  name,
  concurrent: false,
  retained: nothing,
  allocated: nothing,
  sites: [],
  violations: [],
})
