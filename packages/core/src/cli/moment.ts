import { type Amount, nothing, subtract } from '../model/amount.js'
import { isEstimated as engineIsEstimated } from '../model/is-estimated.js'
import type { KeyType } from '../model/trace-group.js'
import type { LiveAmount, TopBlock, TopRow } from '../report/top.js'
import type { Snapshot } from '../snapshot.js'
import { type ProgramView, totalOf, viewProgram } from './program-view.js'

/** A snapshot, and what else is known of its moment. */
export interface Moment {
  /** Its time, or its file. */
  readonly name: string
  readonly snapshot: Snapshot
  /** Whether garbage counts as alive that V8 has not collected. Default: false, or not known. */
  readonly garbage?: boolean
  /** Resident bytes of the process, and those of the tracer among them; not known of a file. */
  readonly process?: { readonly rss: number; readonly tracemalloc: number }
}

export interface GroupOptions {
  readonly groupBy: KeyType
  /** Whether a trace counts for all of its frames; not with `'traceback'`. Default: false. */
  readonly cumulative?: boolean
  /**
   * Whether Node's lines and V8's memory about code are rows like any other. Default: false, they are summed up, each.
   */
  readonly all?: boolean
}

/**
 * What there is to print of a moment: by size or, when there is an older one, by what has changed since.
 * @throws {TracemallocError} `BAD_KEY_TYPE`
 */
export function blockOf(now: Moment, options: GroupOptions, old?: Moment): TopBlock {
  const [view, oldView] = [viewOf(now, options), old && viewOf(old, options)]
  const part = (of: (view: ProgramView) => Amount): LiveAmount => ({
    live: of(view),
    growth: oldView && subtract(of(view), of(oldView)),
  })
  return {
    name: now.name,
    since: old?.name,
    garbage: now.garbage,
    groupBy: options.groupBy,
    rows: rowsOf(view.sites, oldView?.sites, options),
    others: options.all
      ? {}
      : { 'Node and tracemalloc': part(({ node }) => node), 'V8 code': part(({ code }) => code) },
    total: { live: totalOf(now.snapshot), growth: old && subtract(totalOf(now.snapshot), totalOf(old.snapshot)) },
    untraced: untracedOf(now.snapshot, old?.snapshot),
    ...(now.process && { process: { ...now.process, growth: old?.process && now.process.rss - old.process.rss } }),
    estimated: [now, old].some(moment => isEstimated(moment?.snapshot)),
  }
}

function untracedOf(now: Snapshot, old: Snapshot | undefined): TopBlock['untraced'] {
  const [size, before] = [now.origin?.untraced, old?.origin?.untraced]
  return { size, growth: size === undefined || before === undefined ? undefined : size - before }
}

const viewOf = ({ snapshot }: Moment, { all }: GroupOptions): ProgramView =>
  all ? { sites: snapshot, node: nothing, code: nothing } : viewProgram(snapshot)

const isEstimated = (snapshot: Snapshot | undefined): boolean =>
  snapshot?.origin !== undefined && engineIsEstimated(snapshot.origin.engine)

function rowsOf(now: Snapshot, old: Snapshot | undefined, { groupBy, cumulative }: GroupOptions): TopRow[] {
  if (!old) {
    return now
      .statistics(groupBy, cumulative)
      .map(({ traceback, size, count }) => ({ traceback, live: { bytes: size, count } }))
  }
  return now.compareTo(old, groupBy, cumulative).map(({ traceback, size, count, sizeDiff, countDiff }) => ({
    traceback,
    live: { bytes: size, count },
    growth: { bytes: sizeDiff, count: countDiff },
  }))
}
