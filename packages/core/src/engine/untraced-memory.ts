import { perIsolate } from './per-isolate.js'
import { externalBytes } from './process-memory.js'

const before = perIsolate('external memory before tracing', () => ({ bytes: 0 }))

/** Tracing starts in this isolate: what there is now is not looked at. */
export function forgetUntraced(): void {
  before.bytes = externalBytes()
}

/**
 * Bytes outside of V8's heap that V8 counts for this isolate, that came since tracing started, and that are on no line: long
 * strings that Node keeps there, memory that native code lends to buffers or tells V8 of, buffers from other threads, and
 * the sources of Node's own modules when they are loaded (0.2 MB for `http`, though nothing is allocated for them).
 *
 * It may be more: V8 leaves out SharedArrayBuffers and buffers on their way between threads, which are traced.
 * @param traced live traced bytes outside of V8's heap
 */
export const untracedMemory = (traced: number): number => Math.max(0, externalBytes() - before.bytes - traced)
