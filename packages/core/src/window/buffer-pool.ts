import { Buffer } from 'node:buffer'

// Taken before a test can replace it.
const { allocUnsafe } = Buffer

/** Each of them takes up half of a pool: the third is always from the next one. */
const pieces = 3

/**
 * Makes Node begin a new pool of small buffers. It holds the one in use, 8 or 64 KiB that the test which happened to need
 * it would be charged with; once it does not, a pool lives only as long as what somebody has cut from it. Call it
 * while tracing is paused: then the new pool is nobody's.
 */
export function retireBufferPool(): void {
  const size = Math.max(1, (Buffer.poolSize >>> 1) - 1)
  for (let piece = 0; piece < pieces; piece++) allocUnsafe(size)
}
