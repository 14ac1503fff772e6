import type { Session } from 'node:inspector'
import { TracemallocError } from '../errors.js'
import { inspector } from '../libraries.js'

/** The inspector's profile; the types of Node 20 lack the samples and ids. */
export interface Profile {
  readonly head: ProfileNode
  readonly samples: readonly Sample[]
}

/** A function in V8's tree of stacks: callers above, callees below. */
export interface ProfileNode {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly url: string
    /** From 0; -1 when it is not JavaScript. */
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly children: readonly ProfileNode[]
}

interface Sample {
  /** Bytes, scaled up to what the sample stands for. */
  readonly size: number
  readonly nodeId: number
  /** Grows with time. */
  readonly ordinal: number
}

interface Answer<T> {
  error?: Error
  result?: T
}

/**
 * Where the session of this isolate is kept. The runners' vm pools evaluate this module anew for each test file, in the
 * same isolate: the sampler that a former copy started must be known as ours. Only an object of Node's own realm and
 * numbers are kept there, so that no module of a finished test file stays alive.
 */
const ours = Symbol.for('tracemalloc.heapSampler')
const registry = process as unknown as { [ours]?: Session | undefined }

/**
 * V8's sampling heap profiler behind an inspector session in the same thread, where the commands used here answer before
 * `post` returns (`collectGarbage` does not: it is not used).
 */
export class HeapSampler {
  #session: Session | undefined

  /**
   * @param interval mean bytes between samples
   * @returns false when somebody else's sampler runs in this isolate: V8 would let us share it without a word, with
   *   another interval, until they stop it
   */
  start(interval: number): boolean {
    this.#session = registry[ours]
    if (this.#session) return true
    const session = new (inspector().Session)()
    session.connect()
    if (answer(session, 'HeapProfiler.getSamplingProfile').result) {
      session.disconnect()
      return false
    }
    request(session, 'HeapProfiler.startSampling', { samplingInterval: interval })
    this.#session = session
    registry[ours] = session
    return true
  }

  /** For all who joined it. */
  stop(): void {
    if (this.#session && registry[ours] === this.#session) {
      request(this.#session, 'HeapProfiler.stopSampling')
      this.#session.disconnect()
      registry[ours] = undefined
    }
    this.#session = undefined
  }

  /** What is alive. V8 collects all garbage before it answers. */
  profile(): Profile {
    if (!this.#session || registry[ours] !== this.#session) {
      throw new TracemallocError('NOT_TRACING', 'The heap sampler does not run: start it first.')
    }
    return request<{ profile: Profile }>(this.#session, 'HeapProfiler.getSamplingProfile').profile
  }
}

function answer<T>(session: Session, method: string, parameters: object = {}): Answer<T> {
  const given: Answer<T> = {}
  session.post(method, parameters, (error, result) => {
    if (error) given.error = error
    else given.result = result as T
  })
  return given
}

function request<T>(session: Session, method: string, parameters?: object): T {
  const { error, result } = answer<T>(session, method, parameters)
  if (result !== undefined) return result
  const said = error ? error.message : 'it did not answer at once'
  throw new TracemallocError('INSPECTOR', `V8's heap sampler refused ${method}: ${said}.`, { cause: error })
}
