import { leakText } from '../model/leak-text.js'
import type { FileResult, Metric, RunResult, Site, TestResult, Violation } from '../model/result.js'
import { holderLines, typesText } from '../model/site-explanation.js'
import { failureText } from '../model/sweep-text.js'
import { leakedContextText, violationText } from '../model/violation-text.js'
import type { PlaceTable } from './place-columns.js'
import type { Finding, FindingSite } from './report-data.js'

/** Whose finding it is. */
type Owner = Pick<Finding, 'scope' | 'file' | 'test'>

/** Gathers what is wrong with a run. */
export class Findings {
  readonly list: Finding[] = []

  constructor(private readonly places: PlaceTable) {}

  /**
   * @param index of the file
   * @param firstTest index of its first test
   */
  addFile(file: FileResult, index: number, firstTest: number): void {
    for (const violation of file.violations) this.#addViolation(violation, { scope: 'file', file: index, test: -1 })
    if (file.leakedContext) {
      const [text = ''] = leakedContextText(file.leakedContext)
      const sites = this.#sites(file.leakedContext.sites, 'retained')
      this.list.push({ kind: 'context', scope: 'file', file: index, test: -1, text, sites, notes: [] })
    }
    for (const [nth, test] of file.tests.entries()) {
      this.#addTest(test, { scope: 'test', file: index, test: firstTest + nth })
    }
  }

  addRun({ violations }: RunResult): void {
    for (const violation of violations) {
      if (violation.scope === 'run') this.#addViolation(violation, { scope: 'run', file: -1, test: -1 })
    }
  }

  #addTest({ violations, leak, failmalloc }: TestResult, owner: Owner): void {
    for (const violation of violations) this.#addViolation(violation, owner)
    if (leak?.leaks) {
      const [text = ''] = leakText(leak)
      this.list.push({ ...owner, kind: 'leak', text, sites: this.#sites(leak.sites, 'retained'), notes: [] })
    }
    if (failmalloc && failmalloc.failures.length > 0) {
      const { tried, count, failures, notices } = failmalloc
      const text = `${failures.length} of ${tried} failed allocations handled badly (${count} could fail)`
      this.list.push({
        ...owner,
        kind: 'failmalloc',
        text,
        sites: [],
        notes: [...failures.map(failureText), ...notices],
      })
    }
  }

  #addViolation(violation: Violation, owner: Owner): void {
    const { metric, limitBytes: limit, actualBytes: actual, sites } = violation
    const [text = ''] = violationText(violation)
    this.list.push({
      ...owner,
      kind: 'budget',
      text,
      used: { metric, limit, actual },
      sites: this.#sites(sites, metric),
      notes: [],
    })
  }

  #sites(sites: readonly Site[], metric: Metric): FindingSite[] {
    return sites.map(site => ({
      place: this.places.index({ ...site, stack: site.traceback }),
      bytes: site[metric].bytes,
      count: site[metric].count,
      notes: site.explanation ? [typesText(site.explanation), ...holderLines(site.explanation)] : [],
    }))
  }
}
