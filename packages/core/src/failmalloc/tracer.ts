import type { Engine } from '../engine/engine.js'
import type { Failures } from '../engine/failures.js'
import { TracemallocError } from '../errors.js'
import { start, stop } from '../tracer.js'
import { currentTracing } from '../tracing.js'

/** A tracer whose allocations can be made to fail. */
export interface FailingTracer {
  readonly engine: Engine
  readonly failures: Failures
  /** Ends tracing when it was begun for this. */
  release(): void
}

/**
 * The tracer of this thread, started if need be: it tells the lines.
 * @throws {TracemallocError} `UNTRACED`; `NO_FAILMALLOC` when it cannot make allocations fail
 */
export function failingTracer(): FailingTracer {
  const own = currentTracing() === undefined
  if (own) start(8)
  const engine = currentTracing()?.engine
  const failures = engine?.failures
  // What is retained should not hang on a sample.
  engine?.traceExactly(true)
  const release = () => {
    failures?.disarm()
    engine?.traceExactly(false)
    if (own) stop()
  }
  if (engine && failures) return { engine, failures, release }
  const notice = engine?.info().notice ?? 'this engine does not see them.'
  release()
  throw new TracemallocError('NO_FAILMALLOC', `Allocations cannot be made to fail here: ${notice}`)
}

/** @throws {TracemallocError} `NO_FAILMALLOC` */
export function notPossible(): never {
  throw new TracemallocError(
    'NO_FAILMALLOC',
    `Allocations cannot be made to fail on Node ${process.version}: V8 does not throw a RangeError, or the memory of ` +
      'ArrayBuffers is not traced here.',
  )
}
