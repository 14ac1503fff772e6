import { threadId } from 'node:worker_threads'
import type { GarbageLog } from '../engine/garbage-log.js'
import { memoryMoment } from '../engine/process-memory.js'
import type { Collections, Timeline } from '../model/timeline.js'

// Taken before a test can replace them: fake timers do.
const now = performance.now.bind(performance)
const { timeOrigin } = performance

/** Finer than that nobody can see, and the numbers are written as text. */
const tenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10
/** Most collections take less than a tenth of one. */
const hundredths = (milliseconds: number): number => Math.round(milliseconds * 100) / 100

/** Writes down how much memory there is, moment by moment, and when V8 collects garbage. Collects nothing. */
export class TimelineRecorder {
  readonly #opened = now()
  readonly #time: number[] = []
  readonly #heap: number[] = []
  readonly #buffers: number[] = []

  constructor(private readonly garbage: GarbageLog | undefined) {
    garbage?.watch()
  }

  /** @returns the time, in milliseconds since this was made */
  add(): number {
    const { heap, buffers } = memoryMoment()
    const time = tenths(now() - this.#opened)
    this.#time.push(time)
    this.#heap.push(heap)
    this.#buffers.push(buffers)
    return time
  }

  /** Call it once, at the end. */
  finish(): Timeline {
    const collections = this.#collections()
    return {
      process: process.pid,
      thread: threadId,
      start: tenths(timeOrigin + this.#opened),
      time: this.#time,
      heap: this.#heap,
      buffers: this.#buffers,
      ...(collections && { collections }),
    }
  }

  #collections(): Collections | undefined {
    if (!this.garbage) return undefined
    const { age, duration, ...others } = this.garbage.take()
    const passed = now() - this.#opened
    return {
      time: age.map(before => tenths(Math.max(0, passed - before))),
      duration: duration.map(hundredths),
      ...others,
    }
  }
}
