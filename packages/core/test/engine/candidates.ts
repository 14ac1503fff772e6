import type { StartOptions } from '../../src/engine/engine.js'
import { InspectorEngine } from '../../src/engine/inspector.js'
import { NativeEngine } from '../../src/engine/native.js'
import { TracemallocError } from '../../src/errors.js'
import type { Candidate } from './every-engine.js'

export const options: StartOptions = {
  frames: 4,
  mode: 'exact',
  interval: 1024,
  overhead: 0.1,
  lines: 'exact',
  transparent: ['node:'],
}

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

const native = { make: () => new NativeEngine(), line: 13, knowsAllocated: true, missing: noNative }

export const exact: Candidate = { ...native, name: 'exact', options, tolerance: 0.02 }

export const sampled: Candidate = {
  ...native,
  name: 'sampled',
  options: { ...options, mode: 'sampled' },
  tolerance: 0.25,
}

export const functionMode: Candidate = {
  name: 'function',
  make: () => new InspectorEngine(),
  options,
  line: 11,
  tolerance: 0.25,
  knowsAllocated: false,
}
