/** The memory of an isolate while a test file ran in it. One number per moment in each list. */
export interface Timeline {
  /** The process's id. */
  readonly process: number
  /** Of the worker thread; 0 for the main thread. Files with the same process and thread shared their memory. */
  readonly thread: number
  /** Milliseconds since 1970 when the file's window opened. Other times are in milliseconds since then. */
  readonly start: number
  /** Ascending: when the file's window opened, when each test began and ended, when the file's window closed. */
  readonly time: readonly number[]
  /** Bytes of V8's heap in use, garbage included. */
  readonly heap: readonly number[]
  /** Bytes behind ArrayBuffers and Buffers. */
  readonly buffers: readonly number[]
}

/** When a test ran, in the milliseconds of its file's `Timeline`: from its first attempt's start to its last one's end. */
export interface TestTime {
  readonly start: number
  readonly end: number
}
