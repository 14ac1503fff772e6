import { TracemallocError } from '../errors.js'
import type { Engine, StartOptions } from './engine.js'
import { InspectorEngine } from './inspector.js'
import { NativeEngine } from './native.js'

/** What `TRACEMALLOC_ENGINE` may say. */
export type EngineName = 'native' | 'function'

/** A started engine, or the reason why there is none. */
export interface Choice {
  readonly engine?: Engine
  /** One line for every report: what happened, what it means, what to do. */
  readonly notice?: string
}

/** How engines are made; tests put others here. */
export interface EngineMakers {
  readonly native: () => Engine
  readonly inspector: (notice: string) => Engine
}

const makers: EngineMakers = {
  native: () => new NativeEngine(),
  inspector: notice => new InspectorEngine(notice),
}

/**
 * The engine that `TRACEMALLOC_ENGINE` asks for; undefined when it is unset or empty.
 * @throws {TracemallocError} `BAD_ENGINE`
 */
export function requestedEngine(environment: NodeJS.ProcessEnv = process.env): EngineName | undefined {
  const name = environment.TRACEMALLOC_ENGINE
  if (!name) return undefined
  if (name === 'native' || name === 'function') return name
  throw new TracemallocError(
    'BAD_ENGINE',
    `TRACEMALLOC_ENGINE=${name} names no engine: set it to "native" or "function", or unset it.`,
  )
}

/**
 * Starts the best engine that works here: the native one, else V8's own sampler. `TRACEMALLOC_ENGINE=function` asks for
 * the sampler, `native` forbids to fall back. When another heap sampler runs in this isolate there is no engine at all.
 * @throws {TracemallocError} `BAD_ENGINE`; with `native` also what made it fail
 */
export function startEngine(
  options: StartOptions,
  environment: NodeJS.ProcessEnv = process.env,
  make: EngineMakers = makers,
): Choice {
  const requested = requestedEngine(environment)
  if (requested === 'native') return { engine: started(make.native(), options) }
  if (requested === 'function') return startInspector('TRACEMALLOC_ENGINE=function is set.', options, make)
  try {
    return { engine: started(make.native(), options) }
  } catch (error) {
    if (!(error instanceof TracemallocError)) throw error
    if (error.code === 'ANOTHER_SAMPLER') return untraced(error)
    return startInspector(error.message, options, make)
  }
}

function startInspector(reason: string, options: StartOptions, make: EngineMakers): Choice {
  const notice = `${reason} Traced by V8's own sampler instead: estimates, and function start lines only.`
  try {
    return { engine: started(make.inspector(notice), options), notice }
  } catch (error) {
    if (error instanceof TracemallocError) return untraced(error)
    throw error
  }
}

const untraced = (error: TracemallocError): Choice => ({ notice: `${error.message} Nothing is traced.` })

function started(engine: Engine, options: StartOptions): Engine {
  engine.start(options)
  return engine
}
