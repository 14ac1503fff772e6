import { type Amount, add, nothing } from '../model/amount.js'
import { DomainFilter } from '../model/filter.js'
import type { TraceData } from '../model/trace.js'
import { isProgramFrame } from '../resolve/program-frame.js'
import { Snapshot } from '../snapshot.js'

/** A snapshot as the author of the program looks at it. */
export interface ProgramView {
  /** What has a frame of the program, without Node's frames: what Node allocates is on the line that called it. */
  readonly sites: Snapshot
  /** What no line of the program has allocated. */
  readonly node: Amount
  /** What V8 keeps about code. */
  readonly code: Amount
}

/** Parts a snapshot. */
export function viewProgram(snapshot: Snapshot): ProgramView {
  const isKnown = new Map<string, boolean>()
  const isOfProgram = ({ filename }: { readonly filename: string }): boolean => {
    const answer = isKnown.get(filename) ?? isProgramFrame(filename)
    isKnown.set(filename, answer)
    return answer
  }
  const sites: TraceData[] = []
  let node = nothing
  // Per traceback, since there are far fewer of them than traces.
  for (const { traceback, size, count } of objects(snapshot).statistics('traceback')) {
    const frames = traceback.frames.filter(isOfProgram)
    if (frames.length === 0) node = add(node, { bytes: size, count })
    else sites.push({ domain: 'heap', size, count, traceback: frames })
  }
  const code = totalOf(snapshot.filterTraces([new DomainFilter(true, 'code')]))
  return { sites: Snapshot.fromTraces(sites, snapshot.tracebackLimit), node, code }
}

const objects = (snapshot: Snapshot): Snapshot => snapshot.filterTraces([new DomainFilter(false, 'code')])

/** All traces of a snapshot together. */
export const totalOf = (snapshot: Snapshot): Amount =>
  snapshot.statistics('filename').reduce((sum, { size, count }) => add(sum, { bytes: size, count }), nothing)
