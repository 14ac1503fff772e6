import type { Suppression } from '../budget/suppress-options.js'
import type { WindowRecord } from '../engine/engine.js'
import { type Amount, add, errorOf, nothing } from '../model/amount.js'
import type { Domain, OtherMemory, Used } from '../model/result.js'
import type { Places, SitePlace } from './place.js'
import type { Placed } from './placed.js'

/** What a window allocated, and what of it is alive. */
export interface Measure {
  /** The sum of the places. */
  readonly retained: Amount
  readonly allocated: Amount
  /** A window knows of its own memory only: `live` and `growth` are `retained`. */
  readonly placed: readonly Placed[]
  /** Retained, but not the user's. */
  readonly other: OtherMemory
  /** What entries of the option `suppress` have left out, by the entry. */
  readonly suppressed: ReadonlyMap<Suppression, Used>
}

/** Mutable: a test file has tens of thousands of records. */
interface Sum {
  readonly place: SitePlace
  retainedBytes: number
  retainedCount: number
  retainedError: number
  allocatedBytes: number
  allocatedCount: number
  allocatedError: number
}

/** Sums the records of a window up by place. */
export function measure(records: Iterable<WindowRecord>, places: Places): Measure {
  const sums = new Map<SitePlace, Sum>()
  const suppressed = new Map<Suppression, Used>()
  const other = { code: nothing, runner: nothing, node: nothing, ignored: nothing }
  for (const record of records) {
    const place = places.of(record)
    if (place.kind === 'site') addRecord(sums, place, record)
    else if (place.kind === 'suppressed') addUsed(suppressed, place.entry, record)
    else other[place.kind] = add(other[place.kind], record.retained)
  }
  const placed = Array.from(sums.values(), toPlaced)
  return {
    ...sumOf(placed),
    placed,
    other: { code: other.code, runner: other.runner, node: other.node },
    suppressed,
  }
}

/** Only what is in these domains of it; `undefined`: all. */
export function narrowed(measured: Measure, domains: readonly Domain[] | undefined): Measure {
  if (domains === undefined) return measured
  const placed = measured.placed.filter(({ place }) => domains.includes(place.domain))
  return { ...measured, ...sumOf(placed), placed }
}

const sumOf = (placed: readonly Placed[]): Pick<Measure, 'retained' | 'allocated'> => ({
  retained: placed.reduce((sum, { retained }) => add(sum, retained), nothing),
  allocated: placed.reduce((sum, { allocated }) => add(sum, allocated), nothing),
})

function addUsed(sums: Map<Suppression, Used>, entry: Suppression, { retained, allocated }: Used): void {
  const known = sums.get(entry)
  sums.set(
    entry,
    known
      ? { retained: add(known.retained, retained), allocated: add(known.allocated, allocated) }
      : { retained, allocated },
  )
}

const noSum = {
  retainedBytes: 0,
  retainedCount: 0,
  retainedError: 0,
  allocatedBytes: 0,
  allocatedCount: 0,
  allocatedError: 0,
}

function addRecord(sums: Map<SitePlace, Sum>, place: SitePlace, { retained, allocated }: WindowRecord): void {
  let sum = sums.get(place)
  if (!sum) {
    sum = { place, ...noSum }
    sums.set(place, sum)
  }
  sum.retainedBytes += retained.bytes
  sum.retainedCount += retained.count
  sum.allocatedBytes += allocated.bytes
  sum.allocatedCount += allocated.count
  if (retained.error !== undefined) sum.retainedError = Math.hypot(sum.retainedError, retained.error)
  if (allocated.error !== undefined) sum.allocatedError = Math.hypot(sum.allocatedError, allocated.error)
}

function toPlaced(sum: Sum): Placed {
  const { place } = sum
  const retained = { bytes: sum.retainedBytes, count: sum.retainedCount, ...errorOf(sum.retainedError) }
  const allocated = { bytes: sum.allocatedBytes, count: sum.allocatedCount, ...errorOf(sum.allocatedError) }
  return { place, retained, allocated, live: retained, growth: retained }
}
