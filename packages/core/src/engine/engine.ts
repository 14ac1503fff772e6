import type { Amount } from '../model/amount.js'
import type { Domain, EngineResult, Mode } from '../model/result.js'
import type { Explanations } from './explanations.js'
import type { Failures } from './failures.js'
import type { GarbageLog } from './garbage-log.js'
import type { HeapLimit } from './heap-limit.js'

/**
 * Every allocation; one in every `interval` bytes; or every one as long as that takes no more than `overhead` of the CPU
 * time, then fewer.
 */
export type TracingMode = Exclude<Mode, 'function'>

export interface StartOptions {
  /** Frames kept of each traceback, 1 to 64. The user's frame is found below library frames even beyond that. */
  readonly frames: number
  readonly mode: TracingMode
  /** Mean bytes between samples in `sampled` mode. */
  readonly interval: number
  /** The share of the thread's CPU time that tracing may take in `auto` mode, below 1. */
  readonly overhead: number
  readonly lines: 'exact' | 'fast'
  /** A frame whose script name contains one of these is Node's or the runner's: never the user's frame. */
  readonly transparent: readonly string[]
  /** Of these, the runner's. Default: none. */
  readonly runner?: readonly string[]
  /** Of these, those that stand for their tracebacks whoever called them. Default: none. */
  readonly ends?: readonly string[]
  /**
   * Whether V8 is asked for `all` functions that it has compiled already (default), or those are made known that are `met` on
   * a stack: cheaper in a process that has loaded much before it traces. Those have no names.
   */
  readonly existing?: 'all' | 'met'
}

/** A frame as V8 sees it: the transformed file (path, `file:` URL or `node:` name) and its position, not source-mapped. */
export interface RawFrame {
  readonly filename: string
  /** 1-based; 0 when unknown. */
  readonly lineno: number
  /** 1-based; 0 when unknown. */
  readonly column: number
  readonly functionName: string
  readonly quality: 'exact' | 'approximate' | 'function'
}

/** What one traceback allocated in one segment (between two marks), and what of that is alive. */
export interface WindowRecord {
  /** The mark that the segment starts with. */
  readonly mark: number
  /** Oldest first. Frame objects are shared between the records of one read: compare and cache them by identity. */
  readonly traceback: readonly RawFrame[]
  /** Frames that were seen on the stack, kept or not: at least these it had. */
  readonly totalFrames: number
  /** Names the traceback to `Engine.explanations`; `undefined` when it was cut down to its site, or nothing is known. */
  readonly tracebackId?: number | undefined
  readonly domain: Domain
  readonly retained: Amount
  readonly allocated: Amount
}

/** What a file's frames are to the tracebacks that they are in, from the newest frame down. The addon's numbers. */
export const role = {
  /** The newest one of these stands for the traceback. */
  user: 0,
  /** Stands for it outside of tests; in tests it is passed over. */
  runner: 1,
  /** Passed over. */
  passed: 2,
  /** Is not the user's, and nobody below counts either. */
  ends: 3,
} as const

export type Role = (typeof role)[keyof typeof role]

/** Which frame stands for a traceback: then a reading is one record per place, not one per traceback. */
export interface Siting {
  /** Of a script by its name. */
  readonly roleOf: (filename: string) => Role
  /** Marks of the segments in which a test was running. */
  readonly testMarks: Iterable<number>
}

/**
 * `minor` collects the young generation, `full` everything, `lowMemory` also what V8 caches (compiled code …).
 * None of them needs `--expose-gc`.
 */
export type Collection = 'minor' | 'full' | 'lowMemory'

/** One isolate's tracer. `native` (exact, sampled) and `inspector` (function) both are one. All calls are synchronous. */
export interface Engine {
  /** @throws {TracemallocError} with a stable `code` when it cannot trace here. */
  start(options: StartOptions): void
  /** Drops all traces. */
  stop(): void
  readonly tracing: boolean
  info(): EngineResult
  /** Ends the current segment and starts the next; returns its mark. Marks grow. The first segment's is 0. */
  mark(): number
  /** Bytes allocated since a mark, all domains, freed ones included. O(1). `undefined` when the engine cannot know. */
  allocatedSince(mark: number): number | undefined
  /** Upper bound of the bytes allocated since a mark and alive, all domains; exact after a collection. Cheap. */
  aliveSince(mark: number): number
  /**
   * All records of the segments from <= mark < to (default: up to now).
   * @param siting Only the frame that stands for a traceback is needed of it: the engine may leave the others out.
   */
  read(from: number, to?: number, siting?: Siting): readonly WindowRecord[]
  /**
   * What is traced of these live objects; nothing when the engine cannot know. Those that are alike share a record. Looks
   * at every live trace, once.
   */
  find(objects: readonly unknown[]): readonly WindowRecord[]
  /** What was allocated in the segments before `mark` can no longer be read; live traces stay. Frees memory. */
  forget(before: number): void
  collect(kind: Collection): void
  /** A test file begins: in `auto` mode every allocation is traced again, until that takes too much time. */
  beginFile(): void
  /** While on (these nest), every allocation is traced in every mode. Traces keep their weights, so sums stay unbiased. */
  traceExactly(on: boolean): void
  /** The largest mean of bytes between samples in the segments from <= mark < to (default: up to now); 1: all exact. */
  largestInterval(from: number, to?: number): number
  /** Between pause and resume (they nest) nothing is traced: our own work. */
  pause(): void
  resume(): void
  /** `undefined` when the engine does not know the objects. */
  readonly explanations?: Explanations
  /** `undefined` when the engine cannot let allocations fail. */
  readonly failures?: Failures
  /** `undefined` when the engine cannot tell what a full heap has. */
  readonly heapLimit?: HeapLimit
  /** `undefined` when the engine does not hear of collections. */
  readonly garbageLog?: GarbageLog
  /** Live traced bytes now and at most since start or `resetPeak`. */
  tracedMemory(): { readonly current: number; readonly peak: number }
  resetPeak(): void
  /** See `untraced-memory.ts`. */
  untracedMemory(): number
  /** Bytes that the tracer itself uses. */
  ownMemory(): number
}
