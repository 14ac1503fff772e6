import type { Collection, Engine, RawFrame, WindowRecord } from '../../src/engine/engine.js'
import type { Domain, Mode } from '../../src/model/result.js'

interface Allocation {
  readonly mark: number
  readonly traceback: readonly RawFrame[]
  readonly domain: Domain
  readonly bytes: number
  /** The collection that frees it; kept by default. */
  dies: Collection | 'never'
  alive: boolean
}

interface How {
  readonly domain?: Domain
  readonly dies?: 'minor' | 'full'
}

const frames = new Map<string, RawFrame>()
const tracebacks = new Map<string, readonly RawFrame[]>()

/** `/app/src/a.ts:3` or `/app/src/a.ts:3:7` as a frame; equal texts are one object. */
export function frame(place: string): RawFrame {
  const [, filename = '', line = '0', column = '1'] = /^(.*?):(\d+)(?::(\d+))?$/.exec(place) ?? []
  const made: RawFrame = frames.get(place) ?? {
    filename,
    lineno: Number(line),
    column: Number(column),
    functionName: `f${line}`,
    quality: 'exact',
  }
  frames.set(place, made)
  return made
}

/** An engine without V8: what is allocated and when it dies is written down by hand, calls are counted. */
export class FakeEngine implements Engine {
  tracing = true
  mode: Mode = 'exact'
  /** False: like an engine that cannot know what was freed. */
  knowsAllocated = true
  readonly collections: Collection[] = []
  reads = 0
  pauses = 0
  forgotten = 0
  #mark = 0
  #allocations: Allocation[] = []

  /** @param places the traceback, oldest first, in `frame`'s notation */
  allocate(bytes: number, places: string | string[], { domain = 'heap', dies }: How = {}): Allocation {
    if (this.pauses > 0) throw new Error('the code under test allocates while the engine is paused')
    const key = String(places)
    const traceback = tracebacks.get(key) ?? (Array.isArray(places) ? places : [places]).map(frame)
    tracebacks.set(key, traceback)
    const allocation = { mark: this.#mark, traceback, domain, bytes, dies: dies ?? ('never' as const), alive: true }
    this.#allocations.push(allocation)
    return allocation
  }

  start(): void {}
  stop(): void {}

  info() {
    const { mode } = this
    return { mode, lines: 'exact' as const, interval: this.interval, frames: 8, unobservedBytes: 0 }
  }

  mark(): number {
    return ++this.#mark
  }

  allocatedSince(mark: number): number | undefined {
    return this.knowsAllocated ? this.#sum(allocation => allocation.mark >= mark) : undefined
  }

  aliveSince(mark: number): number {
    return this.#sum(allocation => allocation.mark >= mark && allocation.alive)
  }

  read(from: number, to = Number.POSITIVE_INFINITY): readonly WindowRecord[] {
    this.reads++
    if (this.pauses === 0) throw new Error('reading is our own work: pause the engine')
    return this.#allocations
      .filter(({ mark, alive }) => mark >= from && mark < to && (alive || mark >= this.forgotten))
      .map(allocation => this.#record(allocation))
  }

  /** Allocations stand for their objects. */
  find(objects: readonly unknown[]): readonly WindowRecord[] {
    return this.#allocations.filter(it => objects.includes(it) && it.alive).map(it => this.#record(it))
  }

  #record({ mark, traceback, domain, bytes, alive }: Allocation): WindowRecord {
    return {
      mark,
      traceback,
      totalFrames: traceback.length,
      domain,
      retained: alive ? { bytes, count: 1 } : { bytes: 0, count: 0 },
      allocated: mark >= this.forgotten ? { bytes, count: 1 } : { bytes: 0, count: 0 },
    }
  }

  forget(before: number): void {
    this.forgotten = before
  }

  collect(kind: Collection): void {
    this.collections.push(kind)
    for (const allocation of this.#allocations) {
      if (allocation.dies === 'minor' || (allocation.dies === 'full' && kind !== 'minor')) allocation.alive = false
    }
  }

  pause(): void {
    this.pauses++
  }

  resume(): void {
    this.pauses--
  }

  tracedMemory() {
    const current = this.aliveSince(0)
    return { current, peak: current }
  }

  resetPeak(): void {}

  untraced = 0
  untracedMemory(): number {
    return this.untraced
  }

  files = 0
  beginFile(): void {
    this.files++
  }

  readonly exactly: boolean[] = []
  traceExactly(on: boolean): void {
    this.exactly.push(on)
  }

  /** What every segment is traced with; errors of allocations are none of its own. */
  interval = 1
  largestInterval(): number {
    return this.interval
  }

  ownMemory(): number {
    return 4096
  }

  #sum(counts: (allocation: Allocation) => boolean): number {
    return this.#allocations.filter(counts).reduce((sum, { bytes }) => sum + bytes, 0)
  }
}
