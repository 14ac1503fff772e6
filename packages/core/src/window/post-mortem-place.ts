import { threadId } from 'node:worker_threads'
import type { Engine } from '../engine/engine.js'

/** Where workers write what they know when their heap is full. */
export interface PostMortemPlace {
  /** Files begin with this absolute path. Nothing is there as long as all goes well. */
  readonly prefix: string
  /** The process that will read them. */
  readonly pid: number
}

/** @returns tells which test of the file runs from here on; empty: none. It allocates nothing that is traced. */
export function watchHeapLimit(
  { heapLimit }: Engine,
  { prefix, pid }: PostMortemPlace,
  file: string,
): (test: string) => void {
  // When the main process is the one that dies, nobody will read the file.
  heapLimit?.watch(`${prefix}${process.pid}-${threadId}.json`, pid === process.pid)
  heapLimit?.running(file, '')
  return test => heapLimit?.running(file, test)
}
