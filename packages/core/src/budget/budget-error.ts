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
    readonly violations: readonly Violation[],
    root: string,
  ) {
    super('OVER_BUDGET', violations.flatMap(violation => violationText(violation)).join('\n'))
    this.stack = siteStack(
      this,
      violations.flatMap(({ sites }) => sites),
      root,
    )
  }

  /** What runners send on to other processes and print: the violations stand in the message already. */
  toJSON(): { name: string; message: string; stack: string } {
    return { name: this.name, message: this.message, stack: this.stack ?? '' }
  }
}
