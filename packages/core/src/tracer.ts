import { startEngine } from './engine/choose.js'
import type { Engine, StartOptions } from './engine/engine.js'
import { currentEngine } from './engine/shared.js'
import { TracemallocError } from './errors.js'
import type { EngineResult } from './model/result.js'
import { Snapshot } from './model/snapshot.js'
import type { TraceData } from './model/trace.js'
import { createLocator } from './resolve/source-map.js'
import { parseTracerOptions, type TracerOptions } from './tracer-options.js'

interface Tracing {
  readonly engine: Engine
  readonly options: StartOptions
  /** The test runner's: it must go on when we stop. */
  readonly borrowed: boolean
}

let tracing: Tracing | undefined

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
  if (tracing) return
  const shared = currentEngine()
  const { engine, notice = 'No engine works here.' } = shared ? { engine: shared } : startEngine(parsed)
  if (!engine) throw new TracemallocError('UNTRACED', notice)
  tracing = { engine, options: parsed, borrowed: engine === shared }
}

/** Stops tracing and drops all traces: take the snapshot before. Does nothing when it does not trace. */
export function stop(): void {
  if (tracing && !tracing.borrowed) tracing.engine.stop()
  tracing = undefined
}

/**
 * Forgets all traces and goes on tracing. Does nothing when it does not trace.
 * @throws {TracemallocError} `BORROWED` when the tracer is the test runner's, which needs its traces
 */
export function clearTraces(): void {
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

/** The engine while this thread traces, for what collects, or works untraced, outside of this module. */
export const tracingEngine = (): Engine | undefined => tracing?.engine

/** Whether `start` was called, and `stop` was not since. */
export const isTracing = (): boolean => tracing !== undefined

/**
 * Everything that is traced and alive now, at its place in the original sources. Garbage that V8 has not collected yet
 * counts as alive.
 * @throws {TracemallocError} `NOT_TRACING`
 */
export function takeSnapshot(): Snapshot {
  if (!tracing) {
    throw new TracemallocError(
      'NOT_TRACING',
      'the tracemalloc module must be tracing memory allocations to take a snapshot',
    )
  }
  const { engine } = tracing
  engine.pause()
  try {
    return Snapshot.fromTraces(liveTraces(engine), engine.info().frames)
  } finally {
    engine.resume()
  }
}

/** Bytes that are traced and alive, now and at most since `start` or `resetPeak`; `[0, 0]` when it does not trace. */
export function getTracedMemory(): [current: number, peak: number] {
  if (!tracing) return [0, 0]
  const { current, peak } = tracing.engine.tracedMemory()
  return [current, peak]
}

/** Makes the current traced memory the peak. Does nothing when it does not trace. */
export function resetPeak(): void {
  tracing?.engine.resetPeak()
}

/** Bytes that the tracer itself uses; 0 when it does not trace. */
export const getTracemallocMemory = (): number => tracing?.engine.ownMemory() ?? 0

/** Frames kept of each traceback; 1 when it does not trace, which is `start`'s default. */
export const getTracebackLimit = (): number => tracing?.engine.info().frames ?? 1

/** How the numbers come about: the engine's mode, how far its lines can be trusted, and whether it had to fall back. */
export const getTracerInfo = (): EngineResult | undefined => tracing?.engine.info()

function liveTraces(engine: Engine): TraceData[] {
  const locate = createLocator({ root: process.cwd() })
  const tracebacks = new Map<unknown, TraceData['traceback']>()
  return engine
    .read(0)
    .filter(({ retained }) => retained.count > 0)
    .map(({ domain, retained, traceback, totalFrames }) => {
      const located =
        tracebacks.get(traceback) ??
        traceback.map(frame => {
          const { absolute, line, column, function: functionName } = locate(frame)
          return { filename: absolute, lineno: line, column, functionName }
        })
      tracebacks.set(traceback, located)
      return { domain, size: retained.bytes, count: retained.count, traceback: located, totalFrames }
    })
}
