import { TracemallocError } from '../errors.js'
import { joinFilters, type TraceFilter } from './filter.js'
import { inspect } from './inspect.js'
import { mergeSnapshots, type SnapshotData, type SnapshotOrigin } from './snapshot-data.js'
import type { Statistic } from './statistic.js'
import { compareGroups, type StatisticDiff } from './statistic-diff.js'
import type { Trace, TraceData } from './trace.js'
import { groupTraces, type KeyType } from './trace-group.js'
import { TraceTableBuilder } from './trace-table-builder.js'
import type { SourceLine } from './traceback.js'

/** The traces at a moment. Immutable. The API's, which has files as well, is `../snapshot.ts`. */
export class Snapshot {
  /** Frames kept of each traceback when the traces were made. */
  readonly tracebackLimit: number
  /** When and how it was taken; undefined when it was made by hand. */
  readonly origin: SnapshotOrigin | undefined
  readonly #data: SnapshotData
  #traces: readonly Trace[] | undefined

  /** Snapshots come from `takeSnapshot`, `load`, `fromTraces` or `merge`. */
  constructor(data: SnapshotData) {
    this.#data = data
    this.tracebackLimit = data.tracebackLimit
    this.origin = data.origin
    Object.freeze(this)
  }

  /**
   * Makes a snapshot of plain data. Frame objects and frame arrays that traces share stay shared.
   * @param sourceLine Where the tracebacks' `format` finds source lines; default: nowhere.
   * @throws {TracemallocError} `BAD_TRACE` for an unknown domain, a frame without a file, and numbers that are not whole
   *   or negative
   */
  static fromTraces(traces: readonly TraceData[], tracebackLimit: number, sourceLine?: SourceLine): Snapshot {
    if (!Number.isSafeInteger(tracebackLimit) || tracebackLimit < 1) {
      throw new TracemallocError('BAD_TRACE', `the tracebackLimit is ${tracebackLimit}: use a whole number from 1 up`)
    }
    const builder = new TraceTableBuilder(traces.length, sourceLine)
    for (const trace of traces) builder.add(trace)
    return new Snapshot({ table: builder.build(), tracebackLimit })
  }

  /** A snapshot with the traces of all: of a program's threads or processes. */
  static merge(snapshots: readonly Snapshot[]): Snapshot {
    return new Snapshot(mergeSnapshots(snapshots.map(snapshot => snapshot.data)))
  }

  /** What it is made of: for those who write it, not for users. */
  get data(): SnapshotData {
    return this.#data
  }

  /** What is alive, in the order in which it was read. Made when first asked for: the other methods do without. */
  get traces(): readonly Trace[] {
    this.#traces ??= this.makeTraces()
    return this.#traces
  }

  protected makeTraces(): readonly Trace[] {
    return Object.freeze(this.#data.table.liveTraces())
  }

  /**
   * Sums the traces up, sorted descending by size, count, traceback.
   * @param keyType A group per file (its line is then 0), per most recent file and line, or per whole traceback.
   * @param cumulative Counts a trace for every file or line of its traceback, once for each (CPython counts a file once
   *   per frame). Not with `'traceback'`. Default: false.
   * @throws {TracemallocError} `BAD_KEY_TYPE`
   */
  statistics(keyType: KeyType, cumulative = false): Statistic[] {
    const groups = groupTraces(this.#data.table, keyType, cumulative)
    return [...groups.values()].sort((a, b) => a.compare(b))
  }

  /**
   * The differences to an older snapshot, sorted descending by |sizeDiff|, size, |countDiff|, count, traceback. What
   * vanished stays, with size 0. Parameters and errors as for `statistics`.
   * @throws {TypeError} when `old` is no snapshot
   */
  compareTo(old: Snapshot, keyType: KeyType, cumulative = false): StatisticDiff[] {
    if (!(old instanceof Snapshot)) throw new TypeError('compareTo needs the older Snapshot as its first argument')
    const before = groupTraces(old.data.table, keyType, cumulative)
    const now = groupTraces(this.#data.table, keyType, cumulative)
    return compareGroups(before, now).sort((a, b) => a.compare(b))
  }

  /**
   * A snapshot of the traces that at least one inclusive filter (if there is any) and every exclusive one keep. Without
   * filters: a copy.
   * @throws {TypeError} when it is not given a list
   */
  filterTraces(filters: Iterable<TraceFilter>): Snapshot {
    const keeps = joinFilters(filters)
    const table = this.#data.table.filter((traceback, domain) => keeps({ traceback, domain }))
    return new Snapshot({ ...this.#data, table })
  }

  [inspect](): string {
    return `<Snapshot traces=${this.#data.table.liveRows} tracebackLimit=${this.tracebackLimit}>`
  }
}
