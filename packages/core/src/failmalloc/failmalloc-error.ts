import { resolve } from 'node:path'
import { TracemallocError } from '../errors.js'
import type { SweepResult } from '../model/sweep-result.js'
import { formatSweep } from '../model/sweep-text.js'

/** A test handles failed allocations badly. The stack is written by hand, and points at the first one of them. */
export class FailmallocError extends TracemallocError {
  override readonly name: string = 'FailmallocError'

  /**
   * @param result With at least one failure.
   * @param root Absolute folder that the files of the sites are relative to.
   */
  constructor(
    readonly result: SweepResult,
    root: string,
  ) {
    super('FAILMALLOC', formatSweep(result))
    const [first] = result.failures
    const lines = first
      ? [`    at ${first.site.function} (${resolve(root, first.site.file)}:${first.site.line}:1)`]
      : []
    this.stack = [`${this.name}: ${this.message}`, ...lines].join('\n')
  }

  /** What runners send on to other processes and print: the failures stand in the message already. */
  toJSON(): { name: string; message: string; stack: string } {
    return { name: this.name, message: this.message, stack: this.stack ?? '' }
  }
}
