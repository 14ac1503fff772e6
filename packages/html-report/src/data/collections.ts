import { type Capture, type CollectionColumns, collectionNames } from '@tracemalloc/core/page'

/** A garbage collection. Times in seconds since the run (or file) began. */
export interface GarbageCollection {
  readonly time: number
  readonly seconds: number
  /** In bytes. */
  readonly freed: number
  readonly kind: CollectionName
}

export type CollectionName = (typeof collectionNames)[number]

/** The garbage collections of some test files, in order; `undefined` when nobody knows of them. */
export interface CollectionList {
  readonly list: readonly GarbageCollection[]
  /** Shorter ones that are not listed. */
  readonly leftOut: number
}

/** @param begins milliseconds from the beginning of the line until the file's timeline starts */
export function collectionsOf(
  timelines: Capture['timelines'],
  begins: (timeline: Capture['timelines'][number]) => number,
): CollectionList | undefined {
  const known = timelines.filter(({ collections }) => collections)
  if (known.length === 0) return undefined
  const list = known.flatMap(timeline => rowsOf(timeline.collections as CollectionColumns, begins(timeline)))
  const leftOut = known.reduce((sum, { collections }) => sum + (collections?.leftOut ?? 0), 0)
  return { list: list.sort((a, b) => a.time - b.time), leftOut }
}

const rowsOf = ({ time, duration, freed, kind }: CollectionColumns, begin: number): GarbageCollection[] =>
  time.map((at, index) => ({
    time: (begin + at) / 1000,
    seconds: (duration[index] ?? 0) / 1000,
    freed: (freed[index] ?? 0) * 1024,
    kind: collectionNames[kind[index] ?? 0] ?? 'full',
  }))

/** The longest one that is going on at this moment, or close to it. */
export function collectionAt(list: readonly GarbageCollection[], time: number, near: number) {
  const close = list.filter(it => it.time - near <= time && time <= it.time + it.seconds + near)
  return close.reduce<GarbageCollection | undefined>((a, b) => (a && a.seconds >= b.seconds ? a : b), undefined)
}
