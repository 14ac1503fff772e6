import { threadId } from 'node:worker_threads'
import { memoryMoment } from '../engine/process-memory.js'
import type { Timeline } from '../model/timeline.js'

// Taken before a test can replace them: fake timers do.
const now = performance.now.bind(performance)
const { timeOrigin } = performance

/** Finer than that nobody can see, and the numbers are written as text. */
const tenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10

/** Writes down how much memory there is, moment by moment. Collects nothing. */
export class TimelineRecorder {
  readonly #opened = now()
  readonly #time: number[] = []
  readonly #heap: number[] = []
  readonly #buffers: number[] = []

  /** @returns the time, in milliseconds since this was made */
  add(): number {
    const { heap, buffers } = memoryMoment()
    const time = tenths(now() - this.#opened)
    this.#time.push(time)
    this.#heap.push(heap)
    this.#buffers.push(buffers)
    return time
  }

  get timeline(): Timeline {
    return {
      process: process.pid,
      thread: threadId,
      start: tenths(timeOrigin + this.#opened),
      time: this.#time,
      heap: this.#heap,
      buffers: this.#buffers,
    }
  }
}
