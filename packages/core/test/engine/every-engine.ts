import { createRequire } from 'node:module'
import type { Engine, StartOptions, WindowRecord } from '../../src/engine/engine.js'
import { InspectorEngine } from '../../src/engine/inspector.js'
import { NativeEngine } from '../../src/engine/native.js'
import { TracemallocError } from '../../src/errors.js'

/** Plain CommonJS: V8 sees the lines that stand there. */
const require = createRequire(import.meta.url)
export const { plant, waste, deep } = require('./planted.cjs') as {
  plant(count: number, kept: unknown[]): void
  waste(count: number): number
  deep(depth: number, run: () => void): void
}

export interface Candidate {
  readonly name: string
  readonly make: () => Engine
  readonly options: StartOptions
  /** Line that `plant`'s objects are expected on. */
  readonly line: number
  /** Relative error that its amounts may have. */
  readonly tolerance: number
  /** Knows what was freed. */
  readonly knowsAllocated: boolean
}

const options: StartOptions = { frames: 4, mode: 'exact', interval: 1024, lines: 'exact', transparent: ['node:'] }

const native = { make: () => new NativeEngine(), line: 6, knowsAllocated: true }

/** The reason why the native engine cannot be tested here; `undefined` when it can. */
export const noNative = ((): string | undefined => {
  try {
    new NativeEngine()
    return undefined
  } catch (error) {
    if (error instanceof TracemallocError) return error.message
    throw error
  }
})()

export const candidates: readonly Candidate[] = [
  {
    name: 'function',
    make: () => new InspectorEngine(),
    options,
    line: 4,
    tolerance: 0.25,
    knowsAllocated: false,
  },
  { name: 'exact', ...native, options, tolerance: 0.02 },
  { name: 'sampled', ...native, options: { ...options, mode: 'sampled' }, tolerance: 0.25 },
]

/** Bytes and counts of the records whose newest frame with a file is in a function of `planted.cjs`. */
export function planted(records: readonly WindowRecord[], functionName: string) {
  const own = records.filter(({ domain, traceback }) => {
    const frame = traceback.findLast(({ filename }) => filename !== '')
    return domain === 'heap' && frame?.functionName === functionName && frame.filename.endsWith('planted.cjs')
  })
  const sum = (metric: 'retained' | 'allocated') => own.reduce((total, record) => total + record[metric].bytes, 0)
  return { records: own, retained: sum('retained'), allocated: sum('allocated') }
}
