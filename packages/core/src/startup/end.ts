import { TracemallocError } from '../errors.js'
import { complain } from './standard-error.js'

/**
 * What the work returns; when it fails by a mistake of the user, a line that says so and the end of the process (in a
 * worker: of the thread), with exit code 1, as CPython does at start-up. A stack trace would show none of his code.
 */
export function orEnd<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TracemallocError)) throw error
    complain(error.message)
    process.exit(1)
  }
}
