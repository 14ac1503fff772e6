import { writeSync } from 'node:fs'

const fileDescriptor = 2
const retryMilliseconds = 5

/**
 * Writes all of a text to standard error before it returns, from any thread: at exit nothing else would get through. A
 * worker's `process.stderr` goes through the main thread, which may be gone or busy.
 */
export function writeStandardError(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fileDescriptor, rest))
    } catch (error) {
      // A pipe that is full and does not block. Whoever reads it must have time to.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMilliseconds)
    }
  }
}

/** One line of ours among the program's own output. */
export const complain = (message: string): void => writeStandardError(`tracemalloc: ${message}\n`)
