import { describe, expect, test } from 'vitest'
import { formatBaseline, parseBaseline } from '../../src/baseline/baseline-text.js'
import { compareBaseline } from '../../src/baseline/compare.js'
import { baselineOf } from '../../src/baseline/write-baseline.js'
import type { TestResult } from '../../src/model/result.js'
import { amount, engine, fileResult, KiB, runResult, site, testResult } from '../model/hand-made-results.js'

const options = {
  file: 'memory.txt',
  tolerance: { retained: { absolute: KiB, relative: 0.1 }, allocated: { absolute: 16 * KiB, relative: 0.1 } },
}

/** A test by its name; sizes in KiB. */
const used = (name: string, retained: number, allocated = retained, parts: Partial<TestResult> = {}): TestResult =>
  testResult({ name, retained: amount(retained * KiB), allocated: amount(allocated * KiB), ...parts })

const ran = (...tests: TestResult[]) => runResult({ files: [fileResult({ file: 'a.test.ts', tests })] })
const compared = (before: TestResult, now: TestResult) => compareBaseline(ran(now), baselineOf(ran(before)), options)

describe('a test', () => {
  test.each([
    [0, 1, []],
    [0, 1.01, ['retained']],
    [100, 110, []],
    [100, 110.1, ['retained']],
    [100, 90, []],
    [1000, 1050, []],
  ])('that retained %d KiB may retain %d KiB, or not', (before, now, metrics) => {
    expect(compared(used('t', before, 0), used('t', now, 0)).regressions.map(it => it.metric)).toEqual(metrics)
  })

  test('has a tolerance of its own for what it allocates', () => {
    expect(compared(used('t', 0, 0), used('t', 0, 16)).regressions).toEqual([])
    expect(compared(used('t', 0, 0), used('t', 0, 17)).regressions).toMatchObject([{ metric: 'allocated' }])
  })

  test('that uses more is told with the lines, what is retained first', () => {
    const sites = [
      site({ line: 1, retained: amount(0), allocated: amount(90 * KiB) }),
      site({ line: 2, retained: amount(9 * KiB) }),
    ]
    const { regressions, improvements } = compared(used('t', 0, 0), used('t', 9, 99, { sites }))
    expect(regressions).toMatchObject([
      { file: 'a.test.ts', test: 't', metric: 'retained', beforeBytes: 0, nowBytes: 9 * KiB, sites: [{ line: 2 }] },
      { metric: 'allocated', beforeBytes: 0, nowBytes: 99 * KiB, sites: [{ line: 1 }, { line: 2 }] },
    ])
    expect(improvements).toEqual([])
  })

  test('that uses less has improved', () => {
    const { regressions, improvements } = compared(used('t', 9, 99), used('t', 0, 99))
    expect(regressions).toEqual([])
    expect(improvements).toMatchObject([{ metric: 'retained', beforeBytes: 9 * KiB, nowBytes: 0 }])
  })

  test.each([
    ['failed', { state: 'failed' }],
    ['was skipped', { state: 'skipped' }],
    ['ran beside others', { concurrent: true }],
  ] as const)('that %s is neither compared nor gone nor new', (_, parts) => {
    const before = baselineOf(ran(used('t', 0)))
    const now = ran(used('t', 50, 50, parts), used('u', 50, 50, parts))
    expect(compareBaseline(now, before, options)).toMatchObject({ compared: 0, regressions: [], added: [], gone: [] })
    expect(baselineOf(now, before)).toEqual(before)
  })
})

describe('tests', () => {
  test('are new or gone only in files that were run', () => {
    const before = baselineOf(
      runResult({
        files: [
          fileResult({ file: 'a.test.ts', tests: [used('same', 1), used('old', 1)] }),
          fileResult({ file: 'b.test.ts', tests: [used('other', 1)] }),
        ],
      }),
    )
    const now = ran(used('same', 1), used('new', 1))
    const comparison = compareBaseline(now, before, options)
    expect(comparison).toMatchObject({ compared: 1, added: ['a.test.ts > new'], gone: ['a.test.ts > old'] })
    expect([...baselineOf(now, before).tests.keys()].sort()).toEqual([
      'a.test.ts > new',
      'a.test.ts > same',
      'b.test.ts > other',
    ])
    expect([...baselineOf(now).tests.keys()]).toEqual(['a.test.ts > same', 'a.test.ts > new'])
  })

  test('of one name, project or odd name are told apart, each on one line', () => {
    const tests = [used('t', 1), used('t', 2), used('a\nb\\n\t<b>\u2028x', 3)]
    const files = ['', 'unit'].map(project => fileResult({ file: 'a > b.test.ts', project, tests }))
    const baseline = baselineOf(runResult({ files }))
    expect([...baseline.tests.keys()]).toEqual([
      'a > b.test.ts > t',
      'a > b.test.ts > t [2]',
      'a > b.test.ts > a\\nb\\\\n\\t<b>\\u2028x',
      '|unit| a > b.test.ts > t',
      '|unit| a > b.test.ts > t [2]',
      '|unit| a > b.test.ts > a\\nb\\\\n\\t<b>\\u2028x',
    ])
    expect(compareBaseline(runResult({ files: files.slice(1) }), baseline, options)).toMatchObject({
      compared: 3,
      regressions: [],
      gone: [],
    })
  })
})

test('a label is never a comment', () => {
  const files = [fileResult({ file: '#a.test.ts', tests: [used('t', 1)] })]
  const baseline = baselineOf(runResult({ files }))
  expect(parseBaseline(formatBaseline(baseline), '')).toEqual(baseline)
})

describe('what is not compared with like', () => {
  test('is said', () => {
    const before = baselineOf(ran(used('t', 1)))
    const now = runResult({ node: 'v22.23.3', files: [fileResult({ engine: engine({ mode: 'sampled' }) })] })
    expect(compareBaseline(now, before, options).note).toBe(
      'It was written with Node 20, and this is Node 22: some tests allocate more or less. ' +
        'Not compared: 1 of 1 files, whose numbers are estimates.',
    )
    expect(compareBaseline(ran(used('t', 1)), before, options)).not.toHaveProperty('note')
  })
})
