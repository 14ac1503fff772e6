import { isEstimated } from './is-estimated.js'
import type { EngineResult } from './result.js'
import { TraceTable } from './trace-table.js'

/** Where a snapshot's numbers come from. */
export interface SnapshotOrigin {
  /** When it was taken, as `Date.prototype.toISOString` writes it. */
  readonly takenAt: string
  /** Node's version, with the `v`. */
  readonly node: string
  /** Whether the numbers are exact or estimated, and how far lines can be trusted. */
  readonly engine: EngineResult
  /** Bytes outside of V8's heap that V8 counts and that are on no line. Not known of files from before it was kept. */
  readonly untraced?: number
}

/** All that a snapshot is made of. */
export interface SnapshotData {
  readonly table: TraceTable
  readonly tracebackLimit: number
  /** Not known of snapshots that were made by hand. */
  readonly origin?: SnapshotOrigin | undefined
}

/** The traces of all; the largest limit; of the origins the least exact one, at the time of the last one, with all untraced bytes. */
export function mergeSnapshots(snapshots: readonly SnapshotData[]): SnapshotData {
  return {
    table: TraceTable.concat(snapshots.map(({ table }) => table)),
    tracebackLimit: snapshots.reduce((most, { tracebackLimit }) => Math.max(most, tracebackLimit), 1),
    origin: mergeOrigins(snapshots.flatMap(({ origin }) => origin ?? [])),
  }
}

function mergeOrigins(origins: readonly SnapshotOrigin[]): SnapshotOrigin | undefined {
  const leastExact = origins.find(({ engine }) => isEstimated(engine)) ?? origins[0]
  const takenAt =
    origins
      .map(origin => origin.takenAt)
      .sort()
      .at(-1) ?? ''
  const known = origins.flatMap(({ untraced }) => untraced ?? [])
  const untraced = known.length === 0 ? {} : { untraced: known.reduce((sum, bytes) => sum + bytes) }
  return leastExact && { ...leastExact, takenAt, ...untraced }
}
