import type { SnapshotOrigin } from '../model/snapshot-data.js'
import type { Trace, TraceData } from '../model/trace.js'

interface Traces {
  readonly traces: readonly Trace[]
  readonly tracebackLimit: number
  readonly origin?: SnapshotOrigin | undefined
}

/** Traces that are text at the same time: a string of V8 has half a gigabyte at most. */
const tracesPerPart = 1024

/**
 * Traces as JSON that anything can read, one trace a line, in parts: `{ tracebackLimit, origin, traces }`. `traces` is
 * what `Snapshot.fromTraces` takes: sizes in bytes, tracebacks with the oldest frame first.
 */
export function* tracesJson({ traces, tracebackLimit, origin }: Traces): Generator<string, void> {
  const header = JSON.stringify({ tracebackLimit, ...(origin && { origin }) }).slice(0, -1)
  yield `${header},"traces":[\n`
  for (let start = 0; start < traces.length; start += tracesPerPart) {
    const rows = traces.slice(start, start + tracesPerPart).map(trace => JSON.stringify(dataOf(trace)))
    yield `${start === 0 ? '' : ',\n'}${rows.join(',\n')}`
  }
  yield '\n]}\n'
}

const dataOf = ({ traceback: { frames, totalFrames }, ...trace }: Trace): TraceData => ({
  ...trace,
  traceback: frames,
  ...(totalFrames === undefined ? {} : { totalFrames }),
})
