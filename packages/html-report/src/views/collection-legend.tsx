import type { CollectionList, CollectionName, GarbageCollection } from '../data/collections.js'
import { sizeText } from '../parts/size.js'

const kinds: readonly (readonly [CollectionName, string])[] = [
  ['minor', 'of young objects'],
  ['full', 'of all'],
  ['measuring', 'by tracemalloc, to see what is alive'],
]

/** How many there were of each kind, and how long the program waited for them. */
export function CollectionLegend({ collections: { list, leftOut } }: { collections: CollectionList }) {
  return (
    <p class="legend">
      Garbage collections:
      {kinds.map(([kind, meaning]) => {
        const these = list.filter(it => it.kind === kind)
        return (
          <span key={kind}>
            <i class={`gc ${kind}`} /> {these.length} {meaning} ({timeText(sum(these))})
          </span>
        )
      })}
      {leftOut > 0 && ` and ${leftOut} shorter ones`}
    </p>
  )
}

export const collectionText = ({ kind, seconds, freed }: GarbageCollection): string =>
  `garbage collection ${kinds.find(([name]) => name === kind)?.[1]}: ${timeText(seconds)}, freed ${sizeText(freed)}`

const sum = (list: readonly GarbageCollection[]): number => list.reduce((total, { seconds }) => total + seconds, 0)

const timeText = (seconds: number): string =>
  seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`
