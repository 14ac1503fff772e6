import { TracemallocError } from '../errors.js'
import type { LeakedContext } from '../model/result.js'
import { leakedContextText } from '../model/violation-text.js'

/** The vm context of a test file lives on after its teardown. No line is to blame: who holds it is unknown. */
export class LeakedContextError extends TracemallocError {
  override readonly name: string = 'LeakedContextError'

  constructor(leaked: LeakedContext) {
    super('LEAKED_CONTEXT', leakedContextText(leaked).join('\n'))
    this.stack = `${this.name}: ${this.message}`
  }
}
