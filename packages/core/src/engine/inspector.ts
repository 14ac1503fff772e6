import { TracemallocError } from '../errors.js'
import { errorOf } from '../model/amount.js'
import { errorOfVariance } from '../model/confidence.js'
import type { EngineResult } from '../model/result.js'
import type { Collection, Engine, StartOptions, WindowRecord } from './engine.js'
import { FrameTable } from './frame-table.js'
import { HeapSampler, type Profile } from './heap-sampler.js'
import { tracebacksOf } from './profile-tree.js'
import { anotherSampler } from './sampler-conflict.js'
import { forgetUntraced, untracedMemory } from './untraced-memory.js'

/**
 * `function` mode: V8's own sampling heap profiler, through Node's inspector. Works wherever Node does, but
 * - knows the line that a function starts on, not the line that allocates;
 * - knows only samples that are alive: `allocated` amounts equal the retained ones and are a lower bound;
 * - cannot tell what V8 keeps about code (everything is `heap`), does not see off-heap buffers, and cannot be paused;
 * - collects all garbage whenever a profile is taken, which each mark and each reading does;
 * - counts samples, not allocations; bytes are V8's unbiased estimates.
 */
export class InspectorEngine implements Engine {
  readonly #sampler = new HeapSampler()
  readonly #frames = new FrameTable()
  readonly #notice: string | undefined
  #options: StartOptions | undefined
  /** Per mark: the last sample's ordinal when its segment started. Later samples have greater ones. */
  #ordinals: number[] = []
  #peak = 0

  /** @param notice why this engine had to be taken: one line for every report */
  constructor(notice?: string) {
    this.#notice = notice
  }

  get tracing(): boolean {
    return this.#options !== undefined
  }

  /** @throws {TracemallocError} `ANOTHER_SAMPLER` */
  start(options: StartOptions): void {
    if (this.tracing) return
    if (!this.#sampler.start(options.interval)) throw anotherSampler()
    this.#options = options
    forgetUntraced()
    this.#ordinals = []
    this.#peak = 0
    this.mark()
  }

  stop(): void {
    if (!this.tracing) return
    this.#sampler.stop()
    this.#options = undefined
    this.#frames.clear()
  }

  info(): EngineResult {
    const { interval = 0, frames = 0 } = this.#options ?? {}
    const result: EngineResult = { mode: 'function', lines: 'function', interval, frames, unobservedBytes: 0 }
    return this.#notice === undefined ? result : { ...result, notice: this.#notice }
  }

  mark(): number {
    const { samples } = this.#profile()
    this.#ordinals.push(samples.reduce((last, { ordinal }) => Math.max(last, ordinal), this.#ordinals.at(-1) ?? 0))
    return this.#ordinals.length - 1
  }

  allocatedSince(): undefined {
    return undefined
  }

  aliveSince(mark: number): number {
    const after = this.#ordinals[mark] ?? Number.POSITIVE_INFINITY
    return this.#profile().samples.reduce((sum, { ordinal, size }) => (ordinal > after ? sum + size : sum), 0)
  }

  read(from: number, to: number = this.#ordinals.length): readonly WindowRecord[] {
    const { head, samples } = this.#profile()
    const rows = new Map<string, { mark: number; nodeId: number; bytes: number; count: number }>()
    for (const { nodeId, size, ordinal } of samples) {
      const mark = this.#segmentOf(ordinal)
      if (mark < from || mark >= to) continue
      const key = `${mark}:${nodeId}`
      const row = rows.get(key) ?? { mark, nodeId, bytes: 0, count: 0 }
      rows.set(key, row)
      row.bytes += size
      row.count++
    }
    const { frames = 1, transparent = [], interval = 0 } = this.#options ?? {}
    const traceback = tracebacksOf(head, { frames, transparent }, this.#frames)
    return Array.from(rows.values(), ({ mark, nodeId, bytes, count }) => {
      const amount = { bytes, count, ...errorOf(errorOfVariance(interval * bytes)) }
      return { mark, ...traceback(nodeId), domain: 'heap', retained: amount, allocated: amount }
    })
  }

  /** Samples lead to no objects. */
  find(): readonly WindowRecord[] {
    return []
  }

  /** Nothing to do: what is dead is not known anyway, and a mark is one number. */
  forget(): void {
    this.#frames.clear()
  }

  /** Taking a profile collects everything; there is nothing for `minor` that would not be a full collection. */
  collect(kind: Collection): void {
    if (kind !== 'minor') this.#profile()
  }

  /** V8's sampler cannot be paused: our own work is told apart by its files. */
  pause(): void {}

  resume(): void {}

  tracedMemory(): { readonly current: number; readonly peak: number } {
    const current = liveBytes(this.#profile())
    return { current, peak: this.#peak }
  }

  resetPeak(): void {
    this.#peak = 0
    this.#profile()
  }

  /** All of it: V8's sampler does not see off-heap buffers. */
  untracedMemory(): number {
    return untracedMemory(0)
  }

  /** V8's sampler keeps the interval it was started with. */
  beginFile(): void {}

  traceExactly(): void {}

  largestInterval(): number {
    return this.#options?.interval ?? 1
  }

  /** Unknown: V8 does not tell what its sampler uses. */
  ownMemory(): number {
    return 0
  }

  #profile(): Profile {
    if (!this.tracing) throw new TracemallocError('NOT_TRACING', 'The engine does not trace: call start() first.')
    const profile = this.#sampler.profile()
    this.#peak = Math.max(this.#peak, liveBytes(profile))
    return profile
  }

  /** The last segment that started before the sample. */
  #segmentOf(ordinal: number): number {
    let low = 0
    let high = this.#ordinals.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ordinals[middle] ?? 0) < ordinal) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

const liveBytes = ({ samples }: Profile): number => samples.reduce((sum, { size }) => sum + size, 0)
