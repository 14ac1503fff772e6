import { expect, test } from 'vitest'
import { tracesJson } from '../../src/report/traces-json.js'
import { Snapshot } from '../../src/snapshot.js'

const traces = [
  {
    domain: 'heap',
    size: 10,
    count: 2,
    totalFrames: 5,
    test: 'adds',
    window: 3,
    traceback: [{ filename: 'a.js', lineno: 1, column: 4, functionName: 'add' }],
  },
  { domain: 'arraybuffer', size: 64, traceback: [{ filename: 'b.js', lineno: 2 }] },
] as const

test('traces are read back from JSON', () => {
  const snapshot = Snapshot.fromTraces(traces, 4)
  const json = tracesJson(snapshot)
  const { traces: read, ...rest } = JSON.parse(json)
  expect(rest).toEqual({ tracebackLimit: 4 })
  expect(read[0]).toMatchObject(traces[0])
  expect(Snapshot.fromTraces(read, 4).traces).toEqual(snapshot.traces)
  // One trace a line, so that it can be searched by line.
  expect(json.trimEnd().split('\n')).toHaveLength(traces.length + 2)
})

test('no traces', () => {
  expect(JSON.parse(tracesJson(Snapshot.fromTraces([], 1)))).toEqual({ tracebackLimit: 1, traces: [] })
})
