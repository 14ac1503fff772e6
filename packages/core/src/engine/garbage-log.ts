import type { CollectionKind } from '../model/timeline.js'

/** Writes down when V8 collected garbage. */
export interface GarbageLog {
  /** From here on, and anew. */
  watch(): void
  /** What was written down since then; nothing more is. */
  take(): TakenCollections
}

/** In order, an element per collection in each list. */
export interface TakenCollections {
  /** Milliseconds from its beginning until now. */
  readonly age: readonly number[]
  /** Milliseconds. */
  readonly duration: readonly number[]
  /** Bytes of V8's heap. */
  readonly freed: readonly number[]
  readonly kind: readonly CollectionKind[]
  /** Shorter ones that are not among them, as there are too many. */
  readonly leftOut: number
}
