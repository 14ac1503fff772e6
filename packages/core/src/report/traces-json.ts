import type { SnapshotOrigin } from '../model/snapshot-data.js'
import type { Trace, TraceData } from '../model/trace.js'

interface Traces {
  readonly traces: readonly Trace[]
  readonly tracebackLimit: number
  readonly origin?: SnapshotOrigin | undefined
}

/**
 * Traces as JSON that anything can read, one trace a line: `{ tracebackLimit, origin, traces }`. `traces` is what
 * `Snapshot.fromTraces` takes: sizes in bytes, tracebacks with the oldest frame first.
 */
export function tracesJson({ traces, tracebackLimit, origin }: Traces): string {
  const header = JSON.stringify({ tracebackLimit, ...(origin && { origin }) }).slice(0, -1)
  const rows = traces.map(trace => JSON.stringify(dataOf(trace)))
  return `${header},"traces":[\n${rows.join(',\n')}\n]}\n`
}

const dataOf = ({ traceback: { frames, totalFrames }, ...trace }: Trace): TraceData => ({
  ...trace,
  traceback: frames,
  ...(totalFrames === undefined ? {} : { totalFrames }),
})
