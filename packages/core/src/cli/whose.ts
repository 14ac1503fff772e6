import { isMainThread, threadId } from 'node:worker_threads'

/** Says whose block or explanation it is, unless it is the script's own thread. */
export function whose(parent: number): string {
  const otherProcess = process.ppid === parent ? '' : `, process ${process.pid}`
  return isMainThread ? otherProcess : `${otherProcess}, worker ${threadId}`
}
