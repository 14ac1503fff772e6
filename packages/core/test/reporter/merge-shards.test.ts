import { describe, expect, test } from 'vitest'
import type { FileResult, RunResult } from '../../src/model/result.js'
import { mergeShards } from '../../src/reporter/merge-shards.js'
import { judgeRun } from '../../src/reporter/run-result.js'
import {
  amount,
  baselineChange,
  baselineComparison,
  engine,
  fileResult,
  runResult,
  site,
  violation,
} from '../model/hand-made-results.js'

const file = (name: string, bytes: number): FileResult =>
  fileResult({ file: name, retained: amount(bytes), sites: [site({ retained: amount(bytes) })] })

const shard = (index: number, parts: Partial<RunResult> = {}, run = '7') => ({
  path: `${index}.json`,
  run: runResult({ shard: { index, count: 2, run }, files: [file(`${index}.test.ts`, 1000)], ...parts }),
})

describe('shards', () => {
  test('make the run that they are parts of, whichever comes first', () => {
    const { runner, node, engine, options } = runResult()
    const files = [file('1.test.ts', 1000), file('2.test.ts', 1000)]
    const whole = judgeRun({ runner, node, engine, options, files }, { retained: 1999 })
    expect(whole.violations).toMatchObject([{ scope: 'run', actualBytes: 2000 }])
    const limits = { limits: { retained: 1999 } }
    expect(mergeShards([shard(2, limits), shard(1, limits)])).toEqual(whole)
  })

  test('keep the violations of their tests and files, and judge the run anew', () => {
    const ofFile = violation({ scope: 'file', test: '' })
    const ofRun = violation({ scope: 'run', file: '', test: '', actualBytes: 1000 })
    const files = [fileResult({ violations: [ofFile] })]
    const limits = { retained: 5000 }
    const run = mergeShards([shard(1, { files, violations: [ofFile, ofRun], limits }), shard(2, { limits })])
    expect(run.violations).toEqual([ofFile])
  })

  test('add up what they found about the baseline, the worst first', () => {
    const one = baselineComparison({ regressions: [baselineChange({ nowBytes: 70_000 })], added: ['a'], note: 'why' })
    const two = baselineComparison({ regressions: [baselineChange({ nowBytes: 80_000 })], gone: ['b'], note: 'why' })
    const { baseline } = mergeShards([shard(1, { baseline: one }), shard(2, { baseline: two })])
    expect(baseline).toMatchObject({ compared: 2, added: ['a'], gone: ['b'], note: 'why' })
    expect(baseline?.regressions.map(({ nowBytes }) => nowBytes)).toEqual([80_000, 70_000])
    expect(mergeShards([shard(1), shard(2)])).not.toHaveProperty('baseline')
  })

  test('say why one of them fell back', () => {
    const fallback = engine({ mode: 'function', notice: 'No addon.' })
    expect(mergeShards([shard(1), shard(2, { engine: fallback, files: [] })]).engine.notice).toBe('No addon.')
  })
})

describe('what is not merged', () => {
  test.each([
    ['another run', shard(2, {}, '8'), /the run is "7" in 1\.json, but "8" in 2\.json/],
    ['another Node', shard(2, { node: 'v22.1.0' }), /Node is "v20\.20\.2" in 1\.json, but "v22\.1\.0" in 2\.json/],
    [
      'another runner',
      shard(2, { runner: { name: 'jest', version: '30.5.2' } }),
      /"vitest 4\.1\.12" .* "jest 30\.5\.2"/,
    ],
    ['another budget', shard(2, { limits: { retained: 1 } }), /the budget of the run is "none" in/],
    ['other options', shard(2, { options: { top: 3, groupBy: 'lineno' } }), /the options is \{"top":10,/],
    [
      'another split',
      shard(2, { shard: { index: 2, count: 3, run: '7' } }),
      /the number of shards is 2 in 1\.json, but 3/,
    ],
    [
      'a file of the other',
      shard(2, { files: [file('1.test.ts', 1)] }),
      /1\.test\.ts was run in both 1\.json and 2\.json/,
    ],
  ])('%s', (_, other, message) => {
    const error = expect.objectContaining({ code: 'DIFFERENT_RUNS', message: expect.stringMatching(message) })
    expect(() => mergeShards([shard(1), other])).toThrow(error)
  })

  test.each([
    ['a whole run', [shard(1), { path: 'whole.json', run: runResult() }], 'NOT_A_SHARD', /whole\.json/],
    ['a shard twice', [shard(1), { ...shard(1), path: 'again.json' }], 'SHARD_TWICE', /1\.json and again\.json/],
    ['a shard alone', [shard(2)], 'SHARD_MISSING', /Of 2 shards these are missing: 1\./],
    ['nothing', [], 'SHARD_MISSING', /no shards/],
  ])('%s', (_, files, code, message) => {
    const error = expect.objectContaining({ code, message: expect.stringMatching(message) })
    expect(() => mergeShards(files)).toThrow(error)
  })
})
