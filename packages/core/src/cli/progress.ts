import { Worker } from 'node:worker_threads'

/** Slots of the memory that is shared with the thread in `progress-line.ts`. */
export const slot = { finished: 0, line: 1 } as const
/** What the line is, in its slot. */
export const line = { none: 0, shown: 1, cleared: 2 } as const

export interface ProgressData {
  readonly text: string
  readonly shared: Int32Array
}

/**
 * Does some work, and tells on a terminal what takes so long if it does: a line on standard error, gone afterwards; not in
 * CI, where somebody reads it later. The work does not let go of this thread, so another one counts the seconds.
 */
export function withProgress<T>(text: string, work: () => T): T {
  if (!process.stderr.isTTY || process.env.CI || process.env.TERM === 'dumb') return work()
  const shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  const workerData: ProgressData = { text: fitting(text, process.stderr.columns), shared }
  new Worker(new URL('./progress-line.js', import.meta.url), { workerData }).unref()
  try {
    return work()
  } finally {
    Atomics.store(shared, slot.finished, 1)
    Atomics.notify(shared, slot.finished)
    // What is printed next must not get into the line.
    Atomics.wait(shared, slot.line, line.shown)
  }
}

/**
 * A line that is wider than the terminal could not be taken away again.
 * @param columns 0 when the terminal does not know
 */
function fitting(text: string, columns: number): string {
  const most = Math.max(1, (columns || 80) - ' … 1000 s'.length - 1)
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
