import { TracemallocError } from '../errors.js'
import type { Violation } from '../model/result.js'
import { violationText } from '../model/violation-text.js'
import { siteStack } from './site-stack.js'

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
    public violations: readonly Violation[],
    private readonly root: string,
  ) {
    super('OVER_BUDGET', '')
    this.restate(violations)
  }

  /** Says the same violations again, when more is known of them: who holds what is over the budget. */
  restate(violations: readonly Violation[]): void {
    this.violations = violations
    this.message = violations.flatMap(violation => violationText(violation)).join('\n')
    const sites = violations.flatMap(violation => violation.sites)
    this.stack = siteStack(this, sites, this.root, violations[0]?.metric)
  }

  /** What runners send on to other processes and print: the violations stand in the message already. */
  toJSON(): { name: string; message: string; stack: string } {
    return { name: this.name, message: this.message, stack: this.stack ?? '' }
  }
}
