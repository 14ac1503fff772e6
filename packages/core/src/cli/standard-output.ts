import { TracemallocError } from '../errors.js'
import { complain } from '../startup/standard-error.js'
import { reasonOf } from '../storage/whole-file.js'
import { exitCode } from './exit-code.js'

const messageOf = (cause: unknown): string => `Standard output cannot be written: ${reasonOf(cause)}.`

/** @throws {TracemallocError} `FILE_UNWRITABLE`, when it is a file: Node writes to these before it returns. */
export function writeStandardOutput(data: string | Uint8Array): void {
  try {
    process.stdout.write(data)
  } catch (cause) {
    throw new TracemallocError('FILE_UNWRITABLE', messageOf(cause), { cause })
  }
}

/** `tracemalloc top … | head` has read enough. Anything else that fails later than the write is told likewise. */
export function leaveWhenUnwritable(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    complain(messageOf(error))
    process.exit(exitCode.failure)
  })
}
