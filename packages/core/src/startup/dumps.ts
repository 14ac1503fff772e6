import { resolve } from 'node:path'
import { pid } from 'node:process'
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads'
import { TracemallocError } from '../errors.js'
import { takeSnapshot } from '../tracer.js'
import { currentTracing, untraced } from '../tracing.js'
import { dumpPath } from './dump-path.js'
import { complain } from './standard-error.js'

const signal = 'SIGUSR2'
/** Only the main thread hears signals; it passes them on. */
const channelName = 'tracemalloc:dump'

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
  const thread = { pid, thread: threadId }
  let number = 0
  const dumpNow = () => dump(dumpPath(absolute, { ...thread, number: ++number }), isOver)
  const dumpLast = () => dump(dumpPath(absolute, thread), isOver)
  process.on('exit', dumpLast)
  if (isMainThread) {
    process.on(signal, () => {
      tellWorkers()
      dumpNow()
    })
  } else {
    const channel = new BroadcastChannel(channelName)
    channel.onmessage = dumpNow
    channel.unref()
  }
  return dumpLast
}

function tellWorkers(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(signal)
  channel.close()
}

/** A snapshot that cannot be written changes nothing else. */
function dump(path: string, isOver: () => boolean): void {
  const engine = currentTracing()?.engine
  if (!engine) return
  untraced(() => {
    try {
      if (!isOver()) engine.collect('full')
      takeSnapshot().dump(path)
    } catch (error) {
      if (!(error instanceof TracemallocError)) throw error
      complain(error.message)
    }
  })
}
