import { type ExplainOptions, parseLimits } from './budget/explain-options.js'
import { TracemallocError } from './errors.js'
import { type ExplainableSite, Explanation, framesOf } from './explained-site.js'
import type { LiveObjects } from './live-objects.js'
import type { TraceFilter } from './model/filter.js'
import { Snapshot as PureSnapshot } from './model/snapshot.js'
import type { SnapshotData } from './model/snapshot-data.js'
import type { Statistic } from './model/statistic.js'
import type { StatisticDiff } from './model/statistic-diff.js'
import type { Trace, TraceData } from './model/trace.js'
import type { KeyType } from './model/trace-group.js'
import { folded } from './report/folded.js'
import { heapProfile } from './report/heap-profile.js'
import { sourceLine } from './resolve/source-line.js'
import { readSnapshot } from './storage/read-snapshot.js'
import type { Overwrite } from './storage/whole-file.js'
import { writeSnapshot } from './storage/write-snapshot.js'
import { untraced } from './tracing.js'

/**
 * The traces at a moment. Immutable. The API's snapshot is the model's, connected with what a model must not know: files,
 * the lines of sources, and the tracer, which sees nothing of what its methods allocate.
 */
export class Snapshot extends PureSnapshot {
  readonly #live: (() => LiveObjects) | undefined

  /** @param live finds the objects behind its traces; default: they are not at hand */
  constructor(data: SnapshotData, live?: () => LiveObjects) {
    super(data)
    this.#live = live
  }

  static override fromTraces(traces: readonly TraceData[], tracebackLimit: number): Snapshot {
    return untraced(() => new Snapshot(PureSnapshot.fromTraces(traces, tracebackLimit, sourceLine).data))
  }

  static override merge(snapshots: readonly PureSnapshot[]): Snapshot {
    return untraced(() => new Snapshot(PureSnapshot.merge(snapshots).data))
  }

  /**
   * Reads a file that `dump` wrote; the snapshot equals the one that was written.
   * @throws {TracemallocError} `FILE_MISSING`; `FILE_UNREADABLE`; `NOT_A_SNAPSHOT` for files of other programs;
   *   `TRUNCATED`; `DAMAGED`; `NEWER_VERSION` when a later version of this package wrote it
   */
  static load(path: string): Snapshot {
    return untraced(() => new Snapshot(readSnapshot(path, sourceLine)))
  }

  /**
   * Writes the snapshot to a file, from which `load` makes an equal one: gzipped pprof, which `go tool pprof`, speedscope
   * and Pyroscope read as well. It is written beside and then renamed: there is all of it or nothing.
   * @param overwrite.force Whether a file of this name is replaced. Default: true, as in CPython.
   * @throws {TracemallocError} `FILE_EXISTS` without `force`; `FILE_UNWRITABLE` (no such folder, no permission, disk full)
   */
  dump(path: string, overwrite: Overwrite = {}): void {
    untraced(() => writeSnapshot(path, this.data, overwrite))
  }

  /** A `.heapprofile` as V8 writes them, with what is alive: for the Memory panel of Chrome's DevTools, and VS Code. */
  toHeapProfile(): string {
    return untraced(() => heapProfile(this.data.table))
  }

  /** A line per traceback, for flame graphs: `oldest;…;newest BYTES`, with the bytes that are alive. */
  toFolded(): string {
    return untraced(() => folded(this.data.table))
  }

  protected override makeTraces(): readonly Trace[] {
    return untraced(() => super.makeTraces())
  }

  override statistics(keyType: KeyType, cumulative = false): Statistic[] {
    return untraced(() => super.statistics(keyType, cumulative))
  }

  override compareTo(old: PureSnapshot, keyType: KeyType, cumulative = false): StatisticDiff[] {
    return untraced(() => super.compareTo(old, keyType, cumulative))
  }

  override filterTraces(filters: Iterable<TraceFilter>): Snapshot {
    return untraced(() => new Snapshot(super.filterTraces(filters).data, this.#live))
  }

  /**
   * Why the objects of a site are still alive: what they are, and who holds them. Of what is alive now, not when the snapshot
   * was taken. Collects garbage and takes a heap snapshot, which can take seconds: not for a hot path.
   * @param site `{ filename, lineno }` (line 0: all of the file), a frame or traceback, or one of `statistics` and `compareTo`
   * @throws {TracemallocError} `NOT_LIVE` when the snapshot was not taken in this thread or tracing has stopped since;
   *   `NOTHING_ALIVE` when nothing of the site is; `BAD_SITE`; `NO_OBJECTS` in `function` mode; `BAD_OPTION`, `UNKNOWN_OPTION`
   */
  explain(site: ExplainableSite, options?: ExplainOptions): Explanation {
    const limits = parseLimits(options, '', 'explain()')
    return untraced(() => new Explanation(this.#objects().explain(framesOf(site), limits)))
  }

  /**
   * The objects of a site that are alive now, for a debugger or an assertion. Only those that a program can have in a
   * variable. They stay alive as long as the array does.
   * @param site as for `explain`
   * @param most how many at most; default: 1000
   * @throws {TracemallocError} as `explain` does
   */
  getRetainedObjects(site: ExplainableSite, most = 1000): unknown[] {
    return untraced(() => this.#objects().list(framesOf(site), most))
  }

  #objects(): LiveObjects {
    if (this.#live) return this.#live()
    const message =
      'Only a snapshot that takeSnapshot() has taken knows the objects themselves; one that was loaded, merged or made by ' +
      'hand has numbers only: take a snapshot in the process that holds the memory, and explain its sites there.'
    throw new TracemallocError('NOT_LIVE', message)
  }
}
