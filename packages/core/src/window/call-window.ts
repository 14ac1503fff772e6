import type { Engine } from '../engine/engine.js'
import { TracemallocError } from '../errors.js'
import { quietly } from './quietly.js'
import type { RecordedWindow } from './test-window.js'

/** The time of one call of a function. */
export interface CallWindow extends RecordedWindow {
  /** Upper bound of the bytes allocated in it; `undefined` when the engine does not know. */
  readonly allocated: number | undefined
}

/** Where the call happens. */
export interface CallPlace {
  /** Is told the marks of the call's segment, and of the one after it. */
  readonly began: (mark: number, inCall: boolean) => void
  /** Whether nothing that the tracer sees runs beside the call. */
  readonly isAlone: () => boolean
  readonly settle: () => Promise<void>
}

/**
 * Calls a function, awaits what it returns, and holds on to none of it.
 * @throws what the function throws; {TracemallocError} `NOT_ALONE` when it is asynchronous and not alone
 */
export async function callWindow(engine: Engine, fn: () => unknown, place: CallPlace): Promise<CallWindow> {
  // From here on no frame of the user's is on the stack but the function's: what we allocate is not on his line.
  await place.settle()
  const from = engine.mark()
  place.began(from, true)
  let alone = true
  let to = from
  try {
    const pending = begin(engine, fn)
    if (pending) {
      alone = place.isAlone()
      await pending
      alone &&= place.isAlone()
    }
  } finally {
    to = engine.mark()
    place.began(to, false)
  }
  const allocated = engine.allocatedSince(from)
  if (!alone) throw notAlone()
  return { name: '', id: '', from, to, exact: true, concurrent: false, state: 'passed', violations: [], allocated }
}

/** A function of its own, so that what is returned is in nobody's frame. */
function begin(engine: Engine, fn: () => unknown): Promise<void> | undefined {
  const returned = fn()
  return quietly(engine, () => (isThenable(returned) ? end(returned) : undefined))
}

async function end(returned: PromiseLike<unknown>): Promise<void> {
  await returned
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  typeof (value as { then?: unknown }).then === 'function'

const notAlone = (): TracemallocError =>
  new TracemallocError(
    'NOT_ALONE',
    'An asynchronous function cannot be measured beside other tests or other measured functions: nobody can tell whose ' +
      'allocation is whose. Take it out of concurrent tests, and await one expectation before the next.',
  )
