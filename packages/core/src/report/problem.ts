import type { RunResult, Scope, Site } from '../model/result.js'
import { siteRows, violationText } from '../model/violation-text.js'
import { changeText } from './baseline.js'
import { ownerText } from './violations.js'

/** Something that fails a run. */
export interface Problem {
  readonly scope: Scope | 'baseline'
  /** The test or file; empty for the run. */
  readonly owner: string
  /** What is wrong, on a line, then the lines that are to blame. */
  readonly text: readonly string[]
  /** The test file, relative to the root; empty for the run. */
  readonly testFile: string
  /** The line to look at first: of the user's, if there is one. */
  readonly site: Site | undefined
}

/** All that fails a run on account of memory: the budgets, of the run first, and what uses more than its baseline. */
export function problemsOf({ violations, baseline }: RunResult): Problem[] {
  const scopes: readonly Scope[] = ['run', 'file', 'test']
  const sorted = [...violations].sort(
    (a, b) =>
      scopes.indexOf(a.scope) - scopes.indexOf(b.scope) ||
      b.actualBytes - b.limitBytes - (a.actualBytes - a.limitBytes),
  )
  const ofBudgets = sorted.map(violation => ({
    scope: violation.scope,
    owner: ownerText(violation),
    text: violationText(violation),
    testFile: violation.file,
    site: firstSite(violation.sites),
  }))
  const regressions = (baseline?.regressions ?? []).map(change => ({
    scope: 'baseline' as const,
    owner: ownerText(change),
    text: [`test ${changeText(change)}`, ...siteRows(change.sites, change.metric)],
    testFile: change.file,
    site: firstSite(change.sites),
  }))
  return [...ofBudgets, ...regressions]
}

const firstSite = (sites: readonly Site[]): Site | undefined => sites.find(({ blame }) => blame === 'yours') ?? sites[0]
