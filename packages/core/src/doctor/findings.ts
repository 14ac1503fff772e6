/** What a probe has found out about one thread. Plain data: it comes from another process. */
export interface Findings {
  /** The file of the addon; empty when it was not loaded. */
  readonly addon: string
  readonly native: EngineFindings | Failure
  readonly sampler: { readonly works: true } | Failure
}

/** Why something does not work. */
export interface Failure {
  readonly works: false
  /** Of the `TracemallocError`, or of the system's error. */
  readonly code: string
  readonly message: string
}

/** What the tracer saw of a program that allocates on purpose. Counts are of objects. */
export interface EngineFindings {
  readonly works: true
  readonly planted: number
  /** In the file at all; and on the line where they were made. */
  readonly seen: number
  readonly onLine: number
  readonly lines: 'exact' | 'approximate' | 'function'
  /** Of those that were dropped: still there after a collection. */
  readonly undead: number
  /** Bytes of a buffer that were seen on its line; and how many there were. */
  readonly bufferBytes: number
  readonly plantedBufferBytes: number
  /** Whether it was found out who holds an object. */
  readonly holders: boolean
  /** Whether allocations can be made to fail. */
  readonly failures: boolean
  /** Bytes by which V8's heap grew unseen. */
  readonly unobservedBytes: number
  /** What is not as it should be, in words; empty: nothing. */
  readonly notice: string
}
