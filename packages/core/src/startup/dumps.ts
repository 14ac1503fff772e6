import { resolve } from 'node:path'
import { pid } from 'node:process'
import { threadId } from 'node:worker_threads'
import { TracemallocError } from '../errors.js'
import { takeSnapshot } from '../tracer.js'
import { currentTracing } from '../tracing.js'
import { dumpPath } from './dump-path.js'
import { onRequest } from './requests.js'
import { complain } from './standard-error.js'

/** Writes a snapshot; a numbered one while the program runs. */
type Dump = (number?: number) => void

/**
 * Writes a snapshot when this thread ends by itself, by `process.exit` or by an uncaught error, and a numbered one each
 * time that the process is sent SIGUSR2. None of it keeps the process alive.
 * @param pattern see `dumpPath`
 * @param isOver see `watchProgramEnd`
 * @returns writes the last snapshot now, for ends that Node does not tell of
 */
export function dumpSnapshots(pattern: string, isOver: () => boolean): () => void {
  // Programs may leave their working folder.
  const absolute = resolve(pattern)
  const dump: Dump = number => dumpTo(absolute, number, isOver)
  process.on('exit', () => dump())
  onRequest(dump)
  return () => dump()
}

/** A snapshot that cannot be written changes nothing else. Nothing is allocated before the pause: it would be in it. */
function dumpTo(pattern: string, number: number | undefined, isOver: () => boolean): void {
  const engine = currentTracing()?.engine
  if (!engine) return
  engine.pause()
  try {
    if (!isOver()) engine.collect('full')
    takeSnapshot().dump(dumpPath(pattern, { pid, thread: threadId, number }))
  } catch (error) {
    if (!(error instanceof TracemallocError)) throw error
    complain(error.message)
  } finally {
    engine.resume()
  }
}
