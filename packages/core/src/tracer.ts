import { type ExplainOptions, parseLimits } from './budget/explain-options.js'
import { startEngine } from './engine/choose.js'
import type { StartOptions } from './engine/engine.js'
import { currentEngine } from './engine/shared.js'
import { TracemallocError } from './errors.js'
import { LiveObjects } from './live-objects.js'
import type { EngineResult } from './model/result.js'
import type { SiteExplanation } from './model/site-explanation.js'
import type { Traceback } from './model/traceback.js'
import { Snapshot } from './snapshot.js'
import { parseTracerOptions, type TracerOptions } from './tracer-options.js'
import { currentTracing, setTracing, type Tracing, untraced } from './tracing.js'
import { tableOf, tracebackOf } from './window/located-records.js'

/** Who holds one object. */
export interface ObjectExplanation extends Omit<SiteExplanation, 'types'> {
  /** Where it was allocated; `null` when that was not traced. */
  readonly allocated: Traceback | null
}

/**
 * Starts tracing this thread's allocations. Does nothing when it traces already. Where a test runner's reporter traces
 * the thread, its traces are shared, with its options.
 * @param options or just the number of frames
 * @throws {TracemallocError} `BAD_OPTION`, `BAD_SIZE`, `UNKNOWN_OPTION`, `BAD_ENGINE`; `UNTRACED` when no engine works
 *   here, with the reason
 */
export function start(options: number | TracerOptions = {}): void {
  // As CPython does with what is written in C: what Node allocates is on the line that called it.
  const parsed: StartOptions = { ...parseTracerOptions(options), transparent: ['node:'] }
  if (currentTracing()) return
  const shared = currentEngine()
  const { engine, notice = 'No engine works here.' } = shared ? { engine: shared } : startEngine(parsed)
  if (!engine) throw new TracemallocError('UNTRACED', notice)
  setTracing({ engine, options: parsed, borrowed: engine === shared })
}

/** Stops tracing and drops all traces: take the snapshot before. Does nothing when it does not trace. */
export function stop(): void {
  const tracing = currentTracing()
  if (tracing && !tracing.borrowed) tracing.engine.stop()
  setTracing(undefined)
}

/**
 * Forgets all traces and goes on tracing. Does nothing when it does not trace.
 * @throws {TracemallocError} `BORROWED` when the tracer is the test runner's, which needs its traces
 */
export function clearTraces(): void {
  const tracing = currentTracing()
  if (!tracing) return
  const { engine, options, borrowed } = tracing
  if (borrowed) {
    throw new TracemallocError(
      'BORROWED',
      "The test runner's reporter traces this thread and needs its traces: run without it to clear them.",
    )
  }
  engine.stop()
  engine.start(options)
}

/** Whether `start` was called, and `stop` was not since. */
export const isTracing = (): boolean => currentTracing() !== undefined

/**
 * Everything that is traced and alive now, at its place in the original sources. Garbage that V8 has not collected yet
 * counts as alive.
 * @throws {TracemallocError} `NOT_TRACING`
 */
export function takeSnapshot(): Snapshot {
  const tracing = currentTracing()
  if (!tracing) {
    throw new TracemallocError(
      'NOT_TRACING',
      'the tracemalloc module must be tracing memory allocations to take a snapshot',
    )
  }
  return untraced(() => {
    const { engine, borrowed } = tracing
    const takenAt = new Date().toISOString()
    const info = engine.info()
    const origin = { takenAt, node: process.version, engine: info, untraced: engine.untracedMemory() }
    const data = { table: tableOf(engine, borrowed), tracebackLimit: info.frames, origin }
    return new Snapshot(data, () => liveObjects(tracing))
  })
}

/** @throws {TracemallocError} `NOT_LIVE`, `NO_OBJECTS` */
function liveObjects(tracing: Tracing): LiveObjects {
  if (currentTracing() === tracing) return new LiveObjects(tracing.engine)
  const message = 'Tracing was stopped after this snapshot was taken: the objects behind it are not known any more.'
  throw new TracemallocError('NOT_LIVE', message)
}

/**
 * Who holds an object, traced or not: what keeps it from being collected. Collects garbage and takes a heap snapshot, which
 * can take seconds. Variables of functions that are running count only if nothing else holds it.
 * @returns `undefined` for what is not on the heap (a small number, `true`)
 * @throws {TracemallocError} `NOT_TRACING`; `NO_OBJECTS` in `function` mode; `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export function explainObject(object: unknown, options?: ExplainOptions): ObjectExplanation | undefined {
  const limits = parseLimits(options, '', 'explainObject()')
  const engine = currentTracing()?.engine ?? currentEngine()
  if (!engine) throw new TracemallocError('NOT_TRACING', 'explainObject needs the tracer: call start() before.')
  return untraced(() => {
    const explained = new LiveObjects(engine).explainObject(object, limits)
    return explained && { ...explained, allocated: tracebackOf(engine, object) }
  })
}

/**
 * Where a live object was allocated, at its place in the original sources. `null` when it was allocated untraced (before
 * `start`, or between two samples), when it is not on the heap (a small number, `true`), or when the engine cannot tell
 * (`function` mode). Looks at all traces: not for a hot path.
 */
export function getObjectTraceback(object: unknown): Traceback | null {
  return untraced(() => {
    const engine = currentTracing()?.engine
    return engine ? tracebackOf(engine, object) : null
  })
}

/** Bytes that are traced and alive, now and at most since `start` or `resetPeak`; `[0, 0]` when it does not trace. */
export function getTracedMemory(): [current: number, peak: number] {
  const tracing = currentTracing()
  if (!tracing) return [0, 0]
  const { current, peak } = tracing.engine.tracedMemory()
  return [current, peak]
}

/** Makes the current traced memory the peak. Does nothing when it does not trace. */
export function resetPeak(): void {
  currentTracing()?.engine.resetPeak()
}

/** Bytes that the tracer itself uses; 0 when it does not trace. */
export const getTracemallocMemory = (): number => currentTracing()?.engine.ownMemory() ?? 0

/** Frames kept of each traceback; 1 when it does not trace, which is `start`'s default. */
export const getTracebackLimit = (): number => currentTracing()?.engine.info().frames ?? 1

/** How the numbers come about: the engine's mode, how far its lines can be trusted, and whether it had to fall back. */
export const getTracerInfo = (): EngineResult | undefined => currentTracing()?.engine.info()
