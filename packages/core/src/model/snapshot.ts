import type { TraceFilter } from './filter.js'
import { Frame, type FrameData, unknownFrame } from './frame.js'
import { inspect } from './inspect.js'
import type { Statistic } from './statistic.js'
import { compareGroups, type StatisticDiff } from './statistic-diff.js'
import { Trace, type TraceData } from './trace.js'
import { checkKeyType, groupTraces, type KeyType } from './trace-group.js'
import { Traceback } from './traceback.js'

/** The traces at a moment. Immutable. */
export class Snapshot {
  readonly traces: readonly Trace[]

  constructor(
    traces: readonly Trace[],
    /** Frames kept of each traceback when the traces were made. */
    readonly tracebackLimit: number,
  ) {
    this.traces = Object.freeze([...traces])
    Object.freeze(this)
  }

  /** Makes a snapshot of plain data; frame objects and frame arrays that traces share stay shared. */
  static fromTraces(traces: readonly TraceData[], tracebackLimit: number): Snapshot {
    const intern = new TracebackInterner()
    return new Snapshot(
      traces.map(data => new Trace(data.domain, data.size, data.count ?? 1, intern.traceback(data))),
      tracebackLimit,
    )
  }

  /**
   * Sums the traces up, sorted descending by size, count, traceback.
   * @param keyType A group per file (its line is then 0), per most recent file and line, or per whole traceback.
   * @param cumulative Counts a trace for every file or line of its traceback, once for each (CPython counts a file once
   * per frame). Not with `'traceback'`.
   * @throws {TracemallocError} `BAD_KEY_TYPE`
   */
  statistics(keyType: KeyType, cumulative = false): Statistic[] {
    checkKeyType(keyType, cumulative)
    return [...groupTraces(this.traces, keyType, cumulative).values()].sort((a, b) => a.compare(b))
  }

  /**
   * The differences to an older snapshot, sorted descending by |sizeDiff|, size, |countDiff|, count, traceback. What
   * vanished stays, with size 0. Parameters and errors as for `statistics`.
   */
  compareTo(old: Snapshot, keyType: KeyType, cumulative = false): StatisticDiff[] {
    checkKeyType(keyType, cumulative)
    const before = groupTraces(old.traces, keyType, cumulative)
    const now = groupTraces(this.traces, keyType, cumulative)
    return compareGroups(before, now).sort((a, b) => a.compare(b))
  }

  /**
   * A snapshot of the traces that at least one inclusive filter (if there is any) and every exclusive one keep. Without
   * filters: a copy.
   * @throws {TypeError} when it is not given a list.
   */
  filterTraces(filters: Iterable<TraceFilter>): Snapshot {
    if (typeof filters !== 'object' || filters === null || !(Symbol.iterator in filters)) {
      throw new TypeError(`filters must be a list of filters, not ${typeof filters}`)
    }
    const all = [...filters]
    const inclusive = all.filter(filter => filter.inclusive)
    const exclusive = all.filter(filter => !filter.inclusive)
    const stays = (trace: Trace): boolean =>
      (inclusive.length === 0 || inclusive.some(filter => filter.keeps(trace))) &&
      exclusive.every(filter => filter.keeps(trace))
    return new Snapshot(this.traces.filter(stays), this.tracebackLimit)
  }

  [inspect](): string {
    return `<Snapshot traces=${this.traces.length} tracebackLimit=${this.tracebackLimit}>`
  }
}

/** Engines share frames between tracebacks, and tracebacks between traces: one object each is enough. */
class TracebackInterner {
  readonly #frames = new Map<FrameData, Frame>()
  readonly #tracebacks = new Map<readonly FrameData[], Map<number | undefined, Traceback>>()

  traceback({ traceback, totalFrames }: TraceData): Traceback {
    let byTotal = this.#tracebacks.get(traceback)
    if (byTotal === undefined) {
      byTotal = new Map()
      this.#tracebacks.set(traceback, byTotal)
    }
    let made = byTotal.get(totalFrames)
    if (made === undefined) {
      // As in CPython, a trace always has a frame.
      made = new Traceback(
        traceback.length === 0 ? [unknownFrame] : traceback.map(data => this.#frame(data)),
        totalFrames,
      )
      byTotal.set(totalFrames, made)
    }
    return made
  }

  #frame(data: FrameData): Frame {
    const frame = this.#frames.get(data) ?? (data instanceof Frame ? data : new Frame(data))
    this.#frames.set(data, frame)
    return frame
  }
}
