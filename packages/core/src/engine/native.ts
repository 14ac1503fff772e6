import { createRequire } from 'node:module'
import type { StartResult } from '@tracemalloc/native'
import { TracemallocError } from '../errors.js'
import type { EngineResult } from '../model/result.js'
import { collectionKinds } from '../model/timeline.js'
import { recordsOf } from './columns.js'
import type { Collection, Engine, Siting, StartOptions, WindowRecord } from './engine.js'
import { explainedOf, tracesOf } from './explanation-columns.js'
import type { Explanations } from './explanations.js'
import type { Attempt, FailurePlan, Failures } from './failures.js'
import { FrameTable } from './frame-table.js'
import type { GarbageLog } from './garbage-log.js'
import type { HeapLimit } from './heap-limit.js'
import { anotherSampler } from './sampler-conflict.js'
import { forgetUntraced, untracedMemory } from './untraced-memory.js'

/** What `native/index.d.ts` exports. */
export type NativeAddon = typeof import('@tracemalloc/native')

/** Marks are unsigned 32-bit integers; this one is never reached. */
const upToNow = 0xffffffff

const collections = { minor: 0, full: 1, lowMemory: 2 } as const

// An inlined `import()` of a `.node` file fails in runners that transform modules; `require` works in every pool.
const requireAddon = (): NativeAddon => createRequire(import.meta.url)('@tracemalloc/native') as NativeAddon

/** Every allocation, or one in every N bytes, with its line: the C++ tracer of this isolate. */
export class NativeEngine implements Engine {
  readonly #addon: NativeAddon
  readonly #frames = new FrameTable()
  #pauses = 0
  /** How many ask for exact tracing, and the interval before. */
  #exactly = 0
  #before = 1
  #options: StartOptions | undefined
  #started: StartResult | undefined

  /** @throws {TracemallocError} `NO_ADDON` when this Node cannot load the addon. */
  constructor(load: () => NativeAddon = requireAddon) {
    this.#addon = loadAddon(load)
  }

  get tracing(): boolean {
    return this.#addon.tracing()
  }

  /**
   * An isolate has one tracer: when it runs already (started by another copy of this module), it is joined as it is.
   * @throws {TracemallocError} `ANOTHER_SAMPLER`, `UNKNOWN_V8`, `SELF_CHECK` …
   */
  start(options: StartOptions): void {
    this.#options = options
    if (this.#addon.tracing()) return
    const { frames, lines, transparent, runner = [], ends = [], existing = 'all' } = options
    const interval = options.mode === 'sampled' ? options.interval : 1
    const auto = options.mode === 'auto' && { overhead: options.overhead }
    const started = this.#addon.start({
      interval,
      frames,
      lines,
      transparent,
      runner,
      ends,
      existing,
      seed: 0,
      ...auto,
    })
    if (!started.ok) throw startError(started)
    this.#started = started
    forgetUntraced()
  }

  stop(): void {
    this.#addon.stop()
    this.#frames.clear()
    this.#pauses = 0
  }

  info(): EngineResult {
    const { mode = 'exact', interval = 1, frames = 0, lines = 'exact' } = this.#options ?? {}
    const unknown = this.#started?.lines === 'approximate'
    const approximate = unknown || lines === 'fast' || (this.#addon.tracing() && this.#addon.totals().optimised)
    const notice = [
      ...(unknown && lines === 'exact' ? [approximateNotice(this.#started)] : []),
      ...(this.#started?.buffers ? [buffersNotice(this.#started.buffers)] : []),
      ...(this.#addon.tracing() && this.#addon.totals().interruptions > 0 ? [interruptedNotice] : []),
    ].join(' ')
    const result: EngineResult = {
      mode,
      lines: approximate ? 'approximate' : 'exact',
      interval: mode === 'sampled' ? interval : mode === 'auto' ? this.#interval : 1,
      frames,
      unobservedBytes: this.#addon.tracing() ? this.#addon.totals().unobservedBytes : 0,
    }
    return notice === '' ? result : { ...result, notice }
  }

  mark(): number {
    return this.#addon.mark()
  }

  allocatedSince(mark: number): number {
    return this.#addon.allocatedSince(mark)
  }

  aliveSince(mark: number): number {
    return this.#addon.aliveSince(mark)
  }

  read(from: number, to: number = upToNow, siting?: Siting): readonly WindowRecord[] {
    const sites = siting && { roleOf: siting.roleOf, testMarks: Uint32Array.from(siting.testMarks) }
    return recordsOf(this.#addon.read(from, to, sites), this.#frames)
  }

  find(objects: readonly unknown[]): readonly WindowRecord[] {
    return recordsOf(this.#addon.find(objects), this.#frames)
  }

  forget(before: number): void {
    this.#addon.forget(before)
    this.#frames.clear()
  }

  collect(kind: Collection): void {
    this.#addon.collect(collections[kind])
  }

  pause(): void {
    if (this.#pauses++ === 0) this.#addon.pause()
  }

  resume(): void {
    if (this.#pauses > 0 && --this.#pauses === 0) this.#addon.resume()
  }

  tracedMemory(): { readonly current: number; readonly peak: number } {
    const { liveBytes, peakBytes } = this.#addon.totals()
    return { current: liveBytes, peak: peakBytes }
  }

  readonly explanations: Explanations = {
    explain: (asked, limits) => explainedOf(this.#addon.explain(tracesOf(asked), limits), this.#frames),
    explainObject: (object, limits) => {
      const explanation = this.#addon.explainObject(object, limits)
      return explanation && explainedOf(explanation, this.#frames)
    },
    liveObjects: (asked, most) => this.#addon.liveObjects(tracesOf(asked), most),
  }

  readonly failures: Failures = {
    arm: (plan: FailurePlan): boolean => this.#addon.armFailures(plan),
    disarm: (): void => this.#addon.disarmFailures(),
    attempts: (): readonly Attempt[] =>
      recordsOf(this.#addon.attempts(), this.#frames).map(({ retained, traceback }) => ({
        sizeBytes: retained.bytes,
        traceback,
      })),
  }

  readonly heapLimit: HeapLimit = {
    watch: (path, announce) => this.#addon.watchHeapLimit(path, announce),
    running: (file, test) => this.#addon.running(file, test),
  }

  readonly garbageLog: GarbageLog = {
    watch: () => this.#addon.watchCollections(),
    take: () => {
      const { age, duration, freed, kind, leftOut } = this.#addon.takeCollections()
      const kinds = Array.from(kind, number => collectionKinds[number] ?? 'full')
      return { age: [...age], duration: [...duration], freed: [...freed], kind: kinds, leftOut }
    },
  }

  untracedMemory(): number {
    return untracedMemory(this.#addon.totals().bufferBytes)
  }

  resetPeak(): void {
    this.#addon.resetPeak()
  }

  beginFile(): void {
    if (this.#options?.mode === 'auto') this.#addon.setInterval(1, this.#options.overhead)
  }

  traceExactly(on: boolean): void {
    const { mode, overhead } = this.#options ?? {}
    if (mode !== 'sampled' && mode !== 'auto') return
    this.#exactly += on ? 1 : -1
    if (on && this.#exactly === 1) {
      this.#before = this.#interval
      this.#addon.setInterval(1)
    } else if (!on && this.#exactly === 0) {
      this.#addon.setInterval(this.#before, mode === 'auto' ? overhead : 0)
    }
  }

  largestInterval(from: number, to: number = upToNow): number {
    return this.#addon.largestInterval(from, to)
  }

  /** Mean bytes between samples now. */
  get #interval(): number {
    return this.#addon.tracing() ? this.#addon.totals().interval : 1
  }

  ownMemory(): number {
    return this.#addon.totals().ownBytes
  }
}

function loadAddon(load: () => NativeAddon): NativeAddon {
  try {
    return load()
  } catch (cause) {
    const { version, versions, platform, arch } = process
    throw new TracemallocError(
      'NO_ADDON',
      `Node ${version} (ABI ${versions.modules}, ${platform}-${arch}) cannot load the addon of @tracemalloc/native, ` +
        'which is missing or built for another Node: run `npm run build:native` in your checkout of tracemalloc, and ' +
        'install it again.',
      { cause },
    )
  }
}

function startError({ code, reason }: StartResult): TracemallocError {
  if (code === 'ANOTHER_SAMPLER') return anotherSampler()
  const v8 = `V8 ${process.versions.v8} (Node ${process.version})`
  return new TracemallocError(code, `The native tracer cannot trace ${v8}: ${reason || code}.`)
}

const interruptedNotice =
  'A heap sampler that was started meanwhile (HeapProfiler.startSampling) has taken the place of the tracer: what was ' +
  'allocated until the end of that test is missing.'

const buffersNotice = (reason: string): string => `Not traced: ${reason}.`

function approximateNotice(started: StartResult | undefined): string {
  const reason = started?.reason || 'its bytecode is unknown to this version'
  return `Lines are approximate on V8 ${process.versions.v8} (${reason}): update @tracemalloc/native for exact ones.`
}
