import type { FailurePlan, Failures } from '../engine/failures.js'
import { settle } from '../window/settle.js'
import { endOf } from './error-end.js'
import { callWithin, TimeIsUp } from './time-limit.js'
import { notPossible } from './tracer.js'
import { UncaughtErrors } from './uncaught-errors.js'

/** How a run ended: see `Outcome`, and `endOf`; `failed`: with a failed allocation, as it should. */
export type End = 'returned' | 'failed' | 'threw' | 'swallowed' | 'crashed' | 'hung'

export type Called =
  | { readonly end: 'returned'; readonly value: unknown }
  | { readonly end: Exclude<End, 'returned'>; readonly error: unknown }

/**
 * Calls a function, and awaits it, with what the plan lets fail; nothing fails any more when it has returned.
 * @throws {TracemallocError} `NO_FAILMALLOC`
 */
export async function armedCall(
  failures: Failures,
  fn: () => unknown,
  plan: FailurePlan,
  timeout: number,
): Promise<Called> {
  // Without a failure uncaught errors are not our business.
  const uncaught = plan.nth > 0 ? new UncaughtErrors() : undefined
  try {
    if (!failures.arm(plan)) notPossible()
    const called = await call(fn, timeout, uncaught?.first)
    failures.disarm()
    if (!uncaught) return called
    // Rejections that nobody handles are reported in the next turn of the event loop.
    await settle()
    return uncaught.any ? { end: 'crashed', error: undefined } : called
  } finally {
    failures.disarm()
    uncaught?.release()
  }
}

async function call(fn: () => unknown, timeout: number, interrupted?: Promise<never>): Promise<Called> {
  try {
    return { end: 'returned', value: await callWithin(fn, timeout, interrupted) }
  } catch (error) {
    return { end: error instanceof TimeIsUp ? 'hung' : endOf(error), error }
  }
}
