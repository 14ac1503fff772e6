/** The memory of an isolate while a test file ran in it. One number per moment in each list. */
export interface Timeline {
  /** The process's id. */
  readonly process: number
  /** Of the worker thread; 0 for the main thread. Files with the same process and thread shared their memory. */
  readonly thread: number
  /** Milliseconds since 1970 when the file's window opened. Other times are in milliseconds since then. */
  readonly start: number
  /** Ascending: when the file's window opened, when each test began and ended, when the file's window closed, and after the collection there. */
  readonly time: readonly number[]
  /** Bytes of V8's heap in use, garbage included. */
  readonly heap: readonly number[]
  /** Bytes behind ArrayBuffers and Buffers. */
  readonly buffers: readonly number[]
  /** When V8 collected garbage; absent where the engine does not know. */
  readonly collections?: Collections
}

/** Garbage collections, in order. One element per collection in each list. */
export interface Collections {
  /** When it began: milliseconds since the timeline's `start`. */
  readonly time: readonly number[]
  /** How long the program waited for it, in milliseconds. What V8 did beside the program is not in it. */
  readonly duration: readonly number[]
  /** Bytes of V8's heap. */
  readonly freed: readonly number[]
  readonly kind: readonly CollectionKind[]
  /** Shorter ones that are not listed: of more than a thousand, the longest are. */
  readonly leftOut: number
}

/** `minor`: of young objects. `full`: of all. `measuring`: either, because tracemalloc looked at what is alive. */
export type CollectionKind = (typeof collectionKinds)[number]

export const collectionKinds = ['minor', 'full', 'measuring'] as const

/** When a test ran, in the milliseconds of its file's `Timeline`: from its first attempt's start to its last one's end. */
export interface TestTime {
  readonly start: number
  readonly end: number
}
