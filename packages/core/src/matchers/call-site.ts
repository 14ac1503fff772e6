import { TracemallocError } from '../errors.js'
import type { ErrorClass } from './matcher.js'

/**
 * Where an expectation stands. As text, and taken at once: call sites would hold the objects of their frames, and later
 * there is no frame of the user's on the stack.
 */
export class CallSite {
  readonly #frames: string

  /**
   * @param type makes the errors
   * @param matcher the function on the stack that the user's line called, in the end
   */
  constructor(
    private readonly type: ErrorClass,
    matcher: (...args: never[]) => unknown,
  ) {
    const here = new type('')
    Error.captureStackTrace(here, matcher)
    const frames = String(here.stack).split('\n').slice(1)
    // The runner's own come first.
    const user = frames.findIndex(frame => !/[\\/]node_modules[\\/]/.test(frame))
    this.#frames = frames.slice(Math.max(user, 0)).join('\n')
  }

  /** The error of an expectation that does not hold. */
  error(message: string): Error {
    return this.#placed(new this.type(message))
  }

  /** Moves our errors here; what the user's code has thrown stays as it is. */
  place(error: unknown): unknown {
    return error instanceof TracemallocError ? this.#placed(error) : error
  }

  #placed(error: Error): Error {
    error.stack = `${error.name}: ${error.message}\n${this.#frames}`
    return error
  }
}
