import { resolve } from 'node:path'
import { TracemallocError } from '../errors.js'
import type { Site, Violation } from '../model/result.js'
import { violationText } from '../model/violation-text.js'

/**
 * A test, file or run is over its budget. The message gives limit, use and the top sites; the stack is written by hand
 * and points at the line that broke the limit, in the user's original source, so that test runners show that line.
 */
export class MemoryBudgetError extends TracemallocError {
  override readonly name: string = 'MemoryBudgetError'

  /**
   * @param violations At least one.
   * @param root Absolute folder that the files of the sites are relative to.
   */
  constructor(
    readonly violations: readonly Violation[],
    root: string,
  ) {
    const message = violations.flatMap(violation => violationText(violation)).join('\n')
    super('OVER_BUDGET', message)
    const site = blamedSite(violations)
    this.stack = [`MemoryBudgetError: ${message}`, ...(site === undefined ? [] : [stackLine(site, root)])].join('\n')
  }

  /** What runners send on to other processes and print: the violations stand in the message already. */
  toJSON(): { name: string; message: string; stack: string } {
    return { name: this.name, message: this.message, stack: this.stack ?? '' }
  }
}

/** The first site that has a line: the user's own if there is one, else a dependency's. */
function blamedSite(violations: readonly Violation[]): Site | undefined {
  const sites = violations.flatMap(violation => violation.sites).filter(site => site.line > 0)
  return sites.find(site => site.blame === 'yours') ?? sites[0]
}

function stackLine(site: Site, root: string): string {
  const position = `${resolve(root, site.file)}:${site.line}:${Math.max(site.column, 1)}`
  return site.function === '' ? `    at ${position}` : `    at ${site.function} (${position})`
}
