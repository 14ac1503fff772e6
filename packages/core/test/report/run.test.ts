import { describe, expect, test } from 'vitest'
import { mergeSites, siteKey, sortSites, topSites } from '../../src/model/site.js'
import { mergeFiles } from '../../src/report/run.js'
import { amount, engine, fileResult, site } from '../model/hand-made-results.js'

describe('mergeFiles', () => {
  const at = (line: number, bytes: number, live = bytes) =>
    site({ line, retained: amount(bytes), live: amount(live), growth: amount(bytes) })

  test('of processes of their own adds up what is alive', () => {
    const file = fileResult({ sites: [at(1, 10)], total: { live: amount(10), growth: amount(10) } })
    const { sites, total } = mergeFiles([file, file, file], 10)
    expect(sites).toMatchObject([{ retained: { bytes: 30, count: 3 }, live: { bytes: 30, count: 3 } }])
    expect(total).toEqual({ live: amount(30, 3), growth: amount(30, 3) })
  })

  test('of a shared process counts what is alive once', () => {
    const files = [110, 120, 130].map(live =>
      fileResult({ sites: [at(1, 10, live)], total: { live: amount(live), growth: amount(10) } }),
    )
    const { sites, total } = mergeFiles(files, 10)
    expect(sites).toMatchObject([{ retained: { bytes: 30 }, live: { bytes: 130 }, growth: { bytes: 30 } }])
    expect(total.live.bytes).toBe(130)
  })

  test('sums up what is cut off, in the files and here', () => {
    const moreSites = { sites: 2, retained: amount(5), live: amount(6), growth: amount(5) }
    const files = [
      fileResult({ sites: [at(1, 10), at(2, 4)], moreSites }),
      fileResult({ sites: [at(3, 7)], moreSites }),
    ]
    const { sites, moreSites: more } = mergeFiles(files, 1)
    expect(sites.map(({ line }) => line)).toEqual([1])
    expect(more).toEqual({ sites: 6, retained: amount(21, 4), live: amount(21, 4), growth: amount(21, 4) })
    expect(mergeFiles(files, 0).sites).toHaveLength(3)
  })

  test('knows the most untraced memory, which files in processes of their own add up to', () => {
    const untraced = (...files: [size: number, growth: number][]) =>
      mergeFiles(
        files.map(([size, growth]) => fileResult({ untraced: { size, growth } })),
        10,
      ).untraced
    expect(untraced([8, 5], [9, 1])).toEqual({ size: 9, growth: 6 })
    expect(untraced([8, 8], [9, 9])).toEqual({ size: 17, growth: 17 })
    expect(untraced([0, -5])).toEqual({ size: 0, growth: -5 })
  })

  test('knows estimates, and the largest process', () => {
    const small = fileResult({ process: { rss: 1, growth: 9, tracemalloc: 9 } })
    const large = fileResult({ process: { rss: 2, growth: 1, tracemalloc: 1 }, engine: engine({ mode: 'sampled' }) })
    expect(mergeFiles([small, large], 10)).toMatchObject({ process: large.process, estimated: true })
    expect(mergeFiles([], 10)).toMatchObject({ tests: 0, sites: [], estimated: false, retained: amount(0) })
  })
})

describe('sites', () => {
  test('are the same when file, line, domain, blame and traceback are', () => {
    const own = site()
    expect(siteKey(site({ column: 3, function: 'f' }))).toBe(siteKey(own))
    for (const other of [
      site({ file: 'b.ts' }),
      site({ line: 1 }),
      site({ domain: 'native' }),
      site({ blame: 'dependency' }),
      site({ traceback: ['a:1'] }),
    ]) {
      expect(siteKey(other)).not.toBe(siteKey(own))
    }
  })

  test('keep the column and function of the larger one', () => {
    const small = site({ column: 1, function: 'small', retained: amount(1) })
    const large = site({ column: 2, function: 'large', retained: amount(2), estimated: true })
    expect(mergeSites([small, large])).toEqual([
      { ...large, retained: amount(3, 2), allocated: amount(3, 2), live: amount(3, 2), growth: amount(3, 2) },
    ])
    expect(mergeSites([large, small])[0]).toMatchObject({ function: 'large', column: 2, estimated: true })
  })

  test('are sorted by the metric, then by place', () => {
    const a = site({ file: 'a.ts', line: 9, retained: amount(1), allocated: amount(5) })
    const b = site({ file: 'a.ts', line: 10, retained: amount(1), allocated: amount(5) })
    const c = site({ file: 'b.ts', line: 1, retained: amount(1), allocated: amount(5) })
    const d = site({ file: 'c.ts', retained: amount(2), allocated: amount(2) })
    expect(sortSites([c, b, d, a])).toEqual([d, a, b, c])
    expect(sortSites([c, b, d, a], 'allocated')).toEqual([a, b, c, d])
  })

  test('are cut off after the top ones; 0 keeps all', () => {
    const sites = [3, 2, 1].map(bytes => site({ line: bytes, retained: amount(bytes) }))
    expect(topSites(sites, 2)).toEqual({
      sites: sites.slice(0, 2),
      moreSites: { sites: 1, retained: amount(1), live: amount(1), growth: amount(1) },
    })
    expect(topSites(sites, 0)).toMatchObject({ sites, moreSites: { sites: 0 } })
  })

  test('that are cut off and made nothing but garbage are not counted', () => {
    const kept = site({ line: 1, retained: amount(1) })
    const garbage = site({ line: 2, allocated: amount(9) })
    const freed = site({ line: 3, growth: amount(-5) })
    expect(topSites([kept, garbage], 1).moreSites.sites).toBe(0)
    expect(topSites([kept, garbage, freed], 1).moreSites).toMatchObject({ sites: 1, growth: amount(-5) })
  })
})
