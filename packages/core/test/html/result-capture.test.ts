import { expect, test } from 'vitest'
import { captureOfResults } from '../../src/html/result-capture.js'
import { amount, fileResult, runResult, site, testResult, violation } from '../model/hand-made-results.js'

const keep = site({ retained: amount(300, 3), allocated: amount(500, 5) })
const parse = site({ file: 'src/parse.ts', line: 4, function: 'parse', retained: amount(40, 2) })

const collections = { time: [3], duration: [0.5], freed: [2048], kind: ['measuring'], leftOut: 7 } as const

const run = runResult({
  files: [
    fileResult({
      file: 'a.test.ts',
      retained: amount(400, 6),
      allocated: amount(900, 9),
      sites: [keep, parse],
      limits: { retained: 1024 },
      tests: [
        testResult({ name: 'one', sites: [keep], retained: amount(300, 3), time: { start: 5, end: 9.5 } }),
        testResult({ name: 'two', state: 'failed', violations: [violation({ test: 'two', sites: [parse] })] }),
      ],
      other: { code: amount(70, 7), runner: amount(0), node: amount(8) },
      timeline: {
        process: 7,
        thread: 1,
        start: 1000,
        time: [0, 9.5],
        heap: [2048, 4096],
        buffers: [0, 1500],
        collections,
      },
    }),
    fileResult({ file: 'b.test.ts', tests: [testResult({ name: 'three', limits: { allocated: 5 } })] }),
  ],
  limits: { retained: 4096 },
})

const { strings, places, fileSites, testSites, tests, files, ...capture } = captureOfResults(run, 'run.json')
const namesOf = (rows: readonly number[]) => rows.map(place => strings[places.file[place] ?? -1])

test('sites stand together by file, with what was cut off and what is nobody’s', () => {
  expect(fileSites.start).toEqual([0, 5, 5])
  expect(namesOf(fileSites.place)).toEqual(['(more sites)', '(V8 code)', '(Node)', 'src/cache.ts', 'src/parse.ts'])
  expect(fileSites.retained).toEqual([60, 70, 8, 300, 40])
  expect(fileSites.retainedCount).toEqual([1, 7, 1, 3, 2])
  expect(fileSites.allocated).toEqual([360, 0, 0, 500, 40])
})

test('sites of tests share their places with those of files', () => {
  expect(testSites.start).toEqual([0, 1, 1, 1])
  expect(testSites.place).toEqual([fileSites.place[3]])
})

test('tests and files have their limits and times, or -1', () => {
  expect(tests.name.map(name => strings[name])).toEqual(['one', 'two', 'three'])
  expect(tests.file).toEqual([0, 0, 1])
  expect(tests.state).toEqual([0, 1, 0])
  expect(tests.end).toEqual([9.5, -1, -1])
  expect(tests.allocatedLimit).toEqual([-1, -1, 5])
  expect(files.retainedLimit).toEqual([1024, -1])
})

test('what is wrong names the test and its sites', () => {
  expect(capture.findings).toEqual([
    {
      kind: 'budget',
      scope: 'test',
      file: 0,
      test: 1,
      text: 'test retained 3277 KiB, budget 1024 KiB (3.2x)',
      used: { metric: 'retained', limit: 1048576, actual: 3355648 },
      sites: [{ place: fileSites.place[4], bytes: 40, count: 2, notes: [] }],
      notes: [],
    },
  ])
})

test('totals, limits and the timeline are told', () => {
  expect(capture.totals).toEqual({ retained: 400, retainedCount: 6, allocated: 900, allocatedCount: 9 })
  expect(capture.limits).toEqual({ retained: 4096 })
  expect(capture.timelines).toEqual([
    {
      ...{ file: 0, isolate: '7:1', start: 1000, time: [0, 9.5], heap: [2, 4], buffers: [0, 1] },
      collections: { time: [3], duration: [0.5], freed: [2], kind: [2], leftOut: 7 },
    },
  ])
})
