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
  const json = [...tracesJson(snapshot)].join('')
  const { traces: read, ...rest } = JSON.parse(json)
  expect(rest).toEqual({ tracebackLimit: 4 })
  expect(read[0]).toMatchObject(traces[0])
  expect(Snapshot.fromTraces(read, 4).traces).toEqual(snapshot.traces)
  // One trace a line, so that it can be searched by line.
  expect(json.trimEnd().split('\n')).toHaveLength(traces.length + 2)
})

test('no traces', () => {
  expect(JSON.parse([...tracesJson(Snapshot.fromTraces([], 1))].join(''))).toEqual({ tracebackLimit: 1, traces: [] })
})

test('many traces come in parts', () => {
  const many = Array.from({ length: 2500 }, (_, id) => ({ ...traces[0], size: id }))
  const parts = [...tracesJson(Snapshot.fromTraces(many, 4))]
  expect(parts.length).toBeGreaterThan(3)
  expect(JSON.parse(parts.join('')).traces.map(({ size }: { size: number }) => size)).toEqual(
    many.map(({ size }) => size),
  )
})
