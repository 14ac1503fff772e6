import { TracemallocError } from '../errors.js'
import { type FailmallocOptions, parsePlan } from './plan.js'
import { type FailingTracer, failingTracer, notPossible } from './tracer.js'

/** What `enable` has begun; `using` ends it. */
export interface Failmalloc extends Disposable {
  /** The first allocation that fails. */
  readonly nth: number
}

let enabled: FailingTracer | undefined

/**
 * Lets allocations fail until `disable`, to see whether the program survives it: `RangeError: Array buffer allocation
 * failed`. They are those of off-heap memory that JavaScript asks for (`new Uint8Array`, `Buffer.alloc`,
 * `structuredClone` …); objects, and what Node's native code asks for, never fail, since V8 would end the process. Only in
 * this thread. Traces while it is enabled.
 * @throws {TracemallocError} `ENABLED` when it is already; `BAD_OPTION`, `BAD_SIZE`, `UNKNOWN_OPTION`; `UNTRACED` or
 *   `NO_FAILMALLOC` where it cannot work
 */
export function enable(options: FailmallocOptions = {}): Failmalloc {
  const plan = parsePlan(options)
  if (enabled) throw new TracemallocError('ENABLED', 'failmalloc is enabled already: call disable() first.')
  const tracer = failingTracer()
  if (!tracer.failures.arm(plan)) {
    tracer.release()
    notPossible()
  }
  enabled = tracer
  return { nth: plan.nth, [Symbol.dispose]: disable }
}

/** No allocation fails any more. Does nothing when it is not enabled. */
export function disable(): void {
  enabled?.release()
  enabled = undefined
}
