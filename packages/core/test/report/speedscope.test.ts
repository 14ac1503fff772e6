import { expect, test } from 'vitest'
import { Snapshot } from '../../src/model/snapshot.js'
import { speedscope } from '../../src/report/speedscope.js'

const frame = (lineno: number, functionName = 'run') => ({
  filename: '/app/src/cache.ts',
  lineno,
  column: 5,
  functionName,
})

test('a snapshot for speedscope has what is alive and what was allocated, per stack, without memory about code', () => {
  const main = [frame(1, '')]
  const set = [frame(1, ''), frame(27, 'set')]
  const traces = [
    { domain: 'heap', size: 100, traceback: set, allocatedSize: 300 },
    { domain: 'arraybuffer', size: 50, traceback: set },
    { domain: 'heap', size: 0, count: 0, traceback: main, allocatedSize: 70, allocatedCount: 1 },
    { domain: 'code', size: 1000, traceback: main },
  ] as const
  const { data } = Snapshot.fromTraces(traces, 8)
  expect(JSON.parse(speedscope(data.table, 'a.test.ts'))).toMatchObject({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: {
      frames: [
        { name: '(anonymous) (cache.ts:1)', file: '/app/src/cache.ts', line: 1, col: 5 },
        { name: 'set (cache.ts:27)', file: '/app/src/cache.ts', line: 27, col: 5 },
      ],
    },
    profiles: [
      { type: 'sampled', name: 'a.test.ts: retained', unit: 'bytes', endValue: 150, samples: [[0, 1]], weights: [150] },
      { name: 'a.test.ts: allocated', endValue: 420, samples: [[0, 1], [0]], weights: [350, 70] },
    ],
  })
})
