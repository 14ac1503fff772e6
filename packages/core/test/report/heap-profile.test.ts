import { expect, test } from 'vitest'
import { Snapshot } from '../../src/model/snapshot.js'
import { heapProfile } from '../../src/report/heap-profile.js'

const main = { filename: '/app/main.ts', lineno: 3, column: 7 }
const emit = { filename: '/app/bus.ts', lineno: 24, column: 5, functionName: 'emit' }
const emitElsewhere = { ...emit, lineno: 26 }

interface Node {
  readonly callFrame: unknown
  readonly selfSize: number
  readonly id: number
  readonly children: readonly Node[]
}

const profileOf = (...traces: Parameters<typeof Snapshot.fromTraces>[0]) =>
  JSON.parse(heapProfile(Snapshot.fromTraces(traces, 8).data.table)) as { head: Node; samples: unknown }

test('a tree of frames from the oldest on, each line with the bytes that it allocated', () => {
  const { head, samples } = profileOf(
    { domain: 'heap', size: 100, count: 2, traceback: [main, emit] },
    { domain: 'code', size: 20, traceback: [main, emit] },
    { domain: 'heap', size: 7, traceback: [{ ...main }, emitElsewhere] },
    { domain: 'heap', size: 1, traceback: [main] },
  )
  const frame = (functionName: string, url: string, lineNumber: number, columnNumber: number) => ({
    functionName,
    scriptId: '0',
    url,
    lineNumber,
    columnNumber,
  })
  expect(head).toEqual({
    callFrame: frame('(root)', '', -1, -1),
    selfSize: 0,
    id: 1,
    children: [
      {
        callFrame: frame('', '/app/main.ts', 2, 6),
        selfSize: 1,
        id: 2,
        children: [
          { callFrame: frame('emit', '/app/bus.ts', 23, 4), selfSize: 120, id: 3, children: [] },
          { callFrame: frame('emit', '/app/bus.ts', 25, 4), selfSize: 7, id: 4, children: [] },
        ],
      },
    ],
  })
  expect(samples).toEqual([
    { size: 120, nodeId: 3, ordinal: 1 },
    { size: 7, nodeId: 4, ordinal: 2 },
    { size: 1, nodeId: 2, ordinal: 3 },
  ])
})

test('without what was freed, and of nothing', () => {
  const gone = { domain: 'heap', size: 0, count: 0, allocatedSize: 9, allocatedCount: 1, traceback: [emit] } as const
  for (const { head, samples } of [profileOf(gone), profileOf()]) {
    expect(head).toMatchObject({ selfSize: 0, children: [] })
    expect(samples).toEqual([])
  }
})
