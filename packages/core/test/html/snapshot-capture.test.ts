import { expect, test } from 'vitest'
import { captureOfSnapshot } from '../../src/html/snapshot-capture.js'
import { Snapshot } from '../../src/model/snapshot.js'

const frame = (filename: string, lineno: number, functionName = '') => ({ filename, lineno, functionName })
const main = frame('/app/main.js', 3, 'main')
const leak = frame('/app/lib/leak.js', 7, 'keep')

const snapshot = Snapshot.fromTraces(
  [
    {
      domain: 'heap',
      size: 100,
      count: 2,
      traceback: [main, leak],
      test: 'one',
      allocatedSize: 400,
      allocatedCount: 8,
    },
    { domain: 'heap', size: 50, count: 1, traceback: [main, leak, frame('node:buffer', 1, 'alloc')], test: 'two' },
    { domain: 'heap', size: 7, count: 1, traceback: [main, leak], test: 'two' },
    { domain: 'code', size: 9, count: 1, traceback: [] },
  ],
  8,
)
const { strings, places, stacks, fileSites, tests, totals } = captureOfSnapshot(snapshot, 'a.pb.gz', '/app')

test('places are the lines of the program, one for each way that leads there', () => {
  expect(places.file.map(file => strings[file])).toEqual(['lib/leak.js', 'lib/leak.js', '<unknown>'])
  expect(places.line).toEqual([7, 7, 0])
  expect(fileSites.place).toEqual([0, 1, 2])
  expect(fileSites.retained).toEqual([107, 50, 9])
  expect(fileSites.allocated).toEqual([407, 50, 9])
  expect(totals).toEqual({ retained: 166, retainedCount: 5, allocated: 466, allocatedCount: 11 })
})

test('stacks are told from the oldest frame on', () => {
  const frames = stacks.frames.slice(stacks.start[1], stacks.start[2]).map(index => strings[index])
  expect(frames).toEqual(['main main.js:3', 'keep lib/leak.js:7', 'alloc node:buffer:1'])
})

test('tests are those that traces name', () => {
  expect(tests.name.map(name => strings[name])).toEqual(['one', 'two'])
  expect(tests.retained).toEqual([100, 57])
})
