import { TracemallocError } from '../errors.js'
import type { LeakResult } from '../model/leak-result.js'
import { leakText } from '../model/leak-text.js'
import { siteStack } from './site-stack.js'

/** A test leaves more alive each time that it is run. The message gives the series and the top sites; see `siteStack`. */
export class MemoryLeakError extends TracemallocError {
  override readonly name: string = 'MemoryLeakError'

  /** @param root Absolute folder that the files of the sites are relative to. */
  constructor(
    readonly leak: LeakResult,
    root: string,
  ) {
    super('LEAKS', `test ${leakText(leak).join('\n')}`)
    this.stack = siteStack(this, leak.sites, root)
  }

  /** What runners send on to other processes and print: the series stands in the message already. */
  toJSON(): { name: string; message: string; stack: string } {
    return { name: this.name, message: this.message, stack: this.stack ?? '' }
  }
}
