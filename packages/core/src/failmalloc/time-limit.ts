import { clearTimeout, setTimeout } from 'node:timers'
import { types } from 'node:util'
import { Script } from 'node:vm'

// Taken before a test can replace them.
const [after, cancel] = [setTimeout, clearTimeout]

/**
 * Ends even an endless loop: the only watchdog that Node has is that of `vm`, and only over what a script does before it
 * returns. So a script calls the function. Named like a part of Node, which its frame is: it decides over nobody's line.
 */
const caller = new Script(`globalThis[Symbol.for('tracemalloc.call')]()`, { filename: 'node:tracemalloc/time-limit' })
const key = Symbol.for('tracemalloc.call')

/** The function had not ended when its time was up. */
export class TimeIsUp extends Error {
  override readonly name = 'TimeIsUp'
}

/**
 * Calls a function, and awaits it when it is async.
 * @param ms of time that it has. Of an async function only what comes before its first `await` can be ended; later it is
 *   left alone
 * @param interrupted rejects when there is no point in waiting any longer
 * @throws {TimeIsUp} and what the function throws
 */
export async function callWithin(fn: () => unknown, ms: number, interrupted?: Promise<never>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const timeIsUp = new Promise<never>((_, reject) => {
    // Before the function sets a timer of the same time.
    timer = after(() => reject(new TimeIsUp()), ms)
  })
  timeIsUp.catch(() => undefined)
  try {
    const value = callSync(fn, ms)
    return isThenable(value) ? await Promise.race([value, timeIsUp, ...(interrupted ? [interrupted] : [])]) : value
  } finally {
    cancel(timer)
  }
}

function callSync(fn: () => unknown, ms: number): unknown {
  const calls = globalThis as { [key]?: (() => unknown) | undefined }
  calls[key] = () => {
    delete calls[key]
    return fn()
  }
  try {
    return caller.runInThisContext({ timeout: ms, displayErrors: false })
  } catch (error) {
    if (types.isNativeError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new TimeIsUp()
    throw error
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
