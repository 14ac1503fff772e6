import { describe, expect, test } from 'vitest'
import type { Options } from '../../src/budget/options.js'
import { FakeEngine } from './fake-engine.js'
import { bytes, passed, record } from './recorder.js'

const line = '/app/src/cache.ts:27'

const tests = (result: { tests: readonly { name: string; retained: unknown; allocated: unknown }[] }) =>
  result.tests.map(({ name, retained, allocated }) => ({ name, retained, allocated }))

describe('the numbers of a file', () => {
  test('all tests are measured by the same collections and one reading', async () => {
    const { engine, recorder, settled } = record()
    engine.allocate(7, '/app/test/a.test.ts:1')
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      const window = recorder.openTest(name)
      engine.allocate(100 * (index + 1), line)
      engine.allocate(1000, line, { dies: 'full' })
      await recorder.closeTest(window, passed)
      engine.allocate(5, '/app/test/a.test.ts:9')
    }
    const result = await recorder.close()
    expect(engine.collections).toEqual(['full', 'full'])
    expect([engine.reads, settled.times, engine.pauses]).toEqual([1, 2, 0])
    expect(tests(result)).toEqual([
      { name: 'a', retained: bytes(1, 100), allocated: bytes(2, 1100) },
      { name: 'b', retained: bytes(1, 200), allocated: bytes(2, 1200) },
      { name: 'c', retained: bytes(1, 300), allocated: bytes(2, 1300) },
    ])
    expect(result).toMatchObject({
      file: 'test/a.test.ts',
      retained: bytes(7, 622),
      allocated: bytes(10, 3622),
      sites: [
        { file: 'src/cache.ts', line: 27, retained: bytes(3, 600), allocated: bytes(6, 3600), estimated: false },
        { file: 'test/a.test.ts', line: 9, retained: bytes(3, 15) },
        { file: 'test/a.test.ts', line: 1, retained: bytes(1, 7) },
      ],
      process: { tracemalloc: 4096 },
    })
  })

  test('code, runner and Node are summed up apart; ignored files are left out', async () => {
    const { engine, recorder } = record({ ignore: ['src/generated/**'] })
    recorder.openTest('a')
    engine.allocate(1, line, { domain: 'code' })
    engine.allocate(2, '/app/node_modules/vitest/dist/a.js:1')
    engine.allocate(4, 'node:fs:1')
    engine.allocate(8, '/app/src/generated/table.ts:1')
    engine.allocate(16, [line, '/app/node_modules/chai/chai.js:1', 'node:util:3'])
    engine.allocate(32, '/app/node_modules/lodash/lodash.js:5')
    engine.allocate(64, line, { domain: 'arraybuffer' })
    const result = await recorder.close()
    expect(result.other).toEqual({ code: bytes(1, 1), runner: bytes(1, 2), node: bytes(1, 4) })
    expect(result.retained).toEqual(bytes(3, 112))
    expect(result.total.live).toEqual(bytes(7, 127))
    expect(result.sites.map(({ file, domain, blame, retained }) => [file, domain, blame, retained.bytes])).toEqual([
      ['src/cache.ts', 'arraybuffer', 'yours', 64],
      ['node_modules/lodash/lodash.js', 'heap', 'dependency', 32],
      ['src/cache.ts', 'heap', 'yours', 16],
    ])
  })

  test('registering is the runner’s, before and between tests; what it keeps for a line of a test is that line’s', async () => {
    const { engine, recorder } = record({ budgets: { file: { retained: 1 } } })
    const callsRunner = ['/app/test/a.test.ts:3', '/app/node_modules/@vitest/runner/dist/index.js:1', 'node:util:3']
    engine.allocate(1, callsRunner)
    engine.allocate(2, ['/app/node_modules/@vitest/runner/dist/index.js:1', '/app/test/a.test.ts:4', ''])
    engine.allocate(4, ['/app/test/a.test.ts:5', '/app/node_modules/typescript/lib/typescript.js:1'])
    const first = recorder.openTest('first')
    const second = recorder.openTest('second')
    engine.allocate(8, callsRunner)
    await recorder.closeTest(first, { state: 'passed', concurrent: true })
    engine.allocate(16, callsRunner)
    await recorder.closeTest(second, { state: 'passed', concurrent: true })
    engine.allocate(32, callsRunner)
    const result = await recorder.close()
    expect(result.other.runner).toEqual(bytes(2, 33))
    expect(result.sites.map(site => [site.line, site.retained])).toEqual([
      [3, bytes(2, 24)],
      [5, bytes(1, 4)],
      [4, bytes(1, 2)],
    ])
    expect(result.tests[0]?.retained).toEqual(bytes(2, 24))
    expect(result.violations).toMatchObject([{ actualBytes: 30 }])
  })

  test('the budget of the file', async () => {
    const { engine, recorder } = record({ budgets: { file: { retained: 100, allocated: 100 } } })
    engine.allocate(60, line)
    engine.allocate(60, line, { dies: 'full' })
    const { violations } = await recorder.close()
    expect(violations).toMatchObject([{ scope: 'file', test: '', metric: 'allocated', actualBytes: 120 }])
    expect(engine.collections).toEqual(['full', 'full'])
  })

  test('a file that may be over its budget gets another collection', async () => {
    const { engine, recorder } = record({ budgets: { file: { retained: 100 } } })
    engine.allocate(101, line)
    const { violations } = await recorder.close()
    expect(engine.collections).toEqual(['full', 'full', 'lowMemory'])
    expect(violations).toMatchObject([{ scope: 'file', metric: 'retained', actualBytes: 101 }])
  })

  test('what V8 keeps until the second collection is freed as well, unless it is an estimate', async () => {
    const collections = async (mode: 'exact' | 'sampled', options: Options = {}) => {
      const engine = new FakeEngine()
      engine.interval = mode === 'exact' ? 1 : 4096
      const { recorder } = record(options, engine)
      engine.allocate(300_000, line)
      await recorder.close()
      return engine.collections
    }
    const budgets = { file: { retained: '1 KiB' } }
    expect(await collections('exact')).toEqual(['full', 'full'])
    expect(await collections('sampled')).toEqual(['full'])
    expect(await collections('exact', { budgets })).toEqual(['full', 'full', 'lowMemory'])
    expect(await collections('sampled', { budgets })).toEqual(['full', 'lowMemory'])
  })

  test('top cuts the sites of files, tests and violations, and sums up the rest', async () => {
    const { engine, recorder } = record({ top: 2, budgets: { test: { retained: 1 } }, outputFile: 'a.json' })
    const window = recorder.openTest('a')
    for (let index = 1; index <= 5; index++) engine.allocate(index, `/app/src/a.ts:${index}`)
    const [violation] = await recorder.closeTest(window, passed)
    const result = await recorder.close()
    expect(violation?.sites.map(site => site.line)).toEqual([5, 4])
    expect(result.tests[0]?.sites.map(site => site.line)).toEqual([5, 4])
    expect(result.sites.map(site => site.line)).toEqual([5, 4])
    expect(result.moreSites).toMatchObject({ sites: 3, retained: bytes(3, 6) })
    expect(result.retained).toEqual(bytes(5, 15))
  })

  test('amounts of samples are marked as estimates', async () => {
    const { engine } = record()
    engine.mode = 'sampled'
    engine.interval = 1024
    const { recorder } = record({ outputFile: 'a.json' }, engine)
    const window = recorder.openTest('a')
    engine.allocate(1, line)
    engine.allocate(1, line, { domain: 'arraybuffer' })
    await recorder.closeTest(window, passed)
    const { sites, tests, retained, total, engine: traced } = await recorder.close()
    expect(traced.interval).toBe(1024)
    // Two standard deviations when nothing is known but the interval.
    for (const { error } of [retained, total.live, tests[0]?.retained ?? retained]) expect(error).toBe(4096)
    expect(sites.map(site => [site.domain, site.estimated, site.retained.error])).toEqual([
      ['arraybuffer', false, undefined],
      ['heap', true, 4096],
    ])
  })
})

describe('grouping', () => {
  const run = async (groupBy: 'lineno' | 'filename' | 'traceback' | 'package') => {
    const { engine, recorder } = record({ groupBy })
    engine.allocate(1, ['/app/src/main.ts:1', '/app/src/a.ts:5:9'])
    engine.allocate(2, ['node:internal/timers:1', '/app/src/main.ts:2', '/app/src/a.ts:5:3'])
    engine.allocate(4, '/app/src/a.ts:6')
    engine.allocate(8, ['/app/src/a.ts:6', '/app/node_modules/@scope/pack/index.js:1'])
    engine.allocate(16, ['/app/src/a.ts:6', '/app/node_modules/@scope/pack/other.js:1'])
    const { sites } = await recorder.close()
    return sites.map(({ file, line, column, traceback, retained }) => ({
      at: [file, line, column],
      traceback,
      retained,
    }))
  }

  test('by line: the column is the one of the largest record', async () => {
    expect((await run('lineno')).slice(2)).toEqual([
      { at: ['src/a.ts', 6, 1], retained: bytes(1, 4) },
      { at: ['src/a.ts', 5, 3], retained: bytes(2, 3) },
    ])
  })

  test('by file', async () => {
    expect(await run('filename')).toEqual([
      { at: ['node_modules/@scope/pack/other.js', 0, 0], retained: bytes(1, 16) },
      { at: ['node_modules/@scope/pack/index.js', 0, 0], retained: bytes(1, 8) },
      { at: ['src/a.ts', 0, 0], retained: bytes(3, 7) },
    ])
  })

  test('by package', async () => {
    expect(await run('package')).toEqual([
      { at: ['@scope/pack', 0, 0], retained: bytes(2, 24) },
      { at: ['(yours)', 0, 0], retained: bytes(3, 7) },
    ])
  })

  test('by traceback: without the frames of Node', async () => {
    expect((await run('traceback')).slice(3)).toEqual([
      { at: ['src/a.ts', 5, 3], traceback: ['src/main.ts:2', 'src/a.ts:5'], retained: bytes(1, 2) },
      { at: ['src/a.ts', 5, 9], traceback: ['src/main.ts:1', 'src/a.ts:5'], retained: bytes(1, 1) },
    ])
  })
})

describe('tests', () => {
  test('concurrent ones share the amounts of their group', async () => {
    const { engine, recorder } = record()
    const end = { state: 'passed', concurrent: true } as const
    const first = recorder.openTest('first')
    engine.allocate(1, line)
    const second = recorder.openTest('second')
    engine.allocate(2, line)
    await recorder.closeTest(first, end)
    const third = recorder.openTest('third')
    await recorder.closeTest(second, end)
    engine.allocate(4, line)
    await recorder.closeTest(third, end)
    engine.allocate(8, line)
    const alone = recorder.openTest('alone')
    engine.allocate(16, line)
    await recorder.closeTest(alone, passed)
    const result = await recorder.close()
    expect(tests(result)).toEqual([
      { name: 'first', retained: bytes(3, 7), allocated: bytes(3, 7) },
      { name: 'second', retained: bytes(3, 7), allocated: bytes(3, 7) },
      { name: 'third', retained: bytes(3, 7), allocated: bytes(3, 7) },
      { name: 'alone', retained: bytes(1, 16), allocated: bytes(1, 16) },
    ])
    expect(result.tests.map(({ concurrent }) => concurrent)).toEqual([true, true, true, false])
    expect(result.retained).toEqual(bytes(5, 31))
  })

  test('attempts of one test are one result, in the state of the last one', async () => {
    const { engine, recorder } = record()
    const attempt = async (state: 'passed' | 'failed') => {
      const window = recorder.openTest('flaky', 'id 1')
      engine.allocate(10, line)
      await recorder.closeTest(window, { state, concurrent: false })
    }
    await attempt('failed')
    await attempt('passed')
    const other = recorder.openTest('flaky')
    await recorder.closeTest(other, passed)
    const result = await recorder.close()
    expect(result.tests).toMatchObject([
      { name: 'flaky', state: 'passed', retained: bytes(2, 20) },
      { name: 'flaky', state: 'passed', retained: bytes(0, 0), sites: [] },
    ])
  })

  test('what a violating test kept at its end is reported, even if a hook frees it later', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: 1 } } })
    const window = recorder.openTest('a')
    const kept = engine.allocate(100, line)
    const violations = await recorder.closeTest(window, passed)
    kept.alive = false
    const result = await recorder.close()
    expect(result.tests[0]).toMatchObject({ retained: bytes(1, 100), violations })
    expect(result.retained).toEqual(bytes(0, 0))
  })

  test('one that never ended counts up to the end of the file', async () => {
    const { engine, recorder } = record()
    recorder.openTest('hangs')
    engine.allocate(10, line)
    expect((await recorder.close()).tests).toMatchObject([{ name: 'hangs', state: 'failed', retained: bytes(1, 10) }])
  })
})

describe('several files in one worker', () => {
  test('growth is against what was alive when the file opened', async () => {
    const { engine, recorder: first } = record()
    const early = engine.allocate(100, line)
    const gone = engine.allocate(50, '/app/src/gone.ts:1')
    engine.allocate(1, '/app/src/steady.ts:1')
    const one = await first.close()
    expect(one.total).toEqual({ live: bytes(3, 151), growth: bytes(3, 151) })

    engine.allocate(3, '/app/src/between.ts:1')
    const { recorder: second } = record({}, engine, '/app/test/b.test.ts')
    early.alive = false
    gone.alive = false
    engine.allocate(30, line)
    engine.allocate(5, '/app/src/new.ts:1')
    const two = await second.close()
    expect(two.file).toBe('test/b.test.ts')
    expect(two.retained).toEqual(bytes(2, 35))
    expect(
      two.sites.map(({ file, retained, live, growth }) => [file, retained.bytes, live.bytes, growth.bytes]),
    ).toEqual([
      ['src/cache.ts', 30, 30, -70],
      ['src/new.ts', 5, 5, 5],
      ['src/gone.ts', 0, 0, -50],
    ])
    expect(two.total).toEqual({ live: bytes(4, 39), growth: bytes(0, -115) })
  })

  test('what a test of an earlier file kept through the runner stays on its line', async () => {
    const { engine, recorder: first } = record()
    const window = first.openTest('a')
    engine.allocate(100, [line, '/app/node_modules/chai/chai.js:1'])
    await first.closeTest(window, passed)
    expect((await first.close()).sites).toMatchObject([{ line: 27, growth: bytes(1, 100) }])
    const { recorder: second } = record({}, engine, '/app/test/b.test.ts')
    const { sites, total } = await second.close()
    expect(sites).toEqual([])
    expect(total).toEqual({ live: bytes(1, 100), growth: bytes(0, 0) })
  })

  test('what is forgotten after a file is what only that file needed', async () => {
    const { engine, recorder } = record()
    engine.allocate(100, line)
    await recorder.close()
    expect(engine.forgotten).toBeGreaterThan(0)
    const { recorder: next } = record({}, engine)
    expect((await next.close()).total.live).toEqual(bytes(1, 100))
  })
})

test('lines that come from one line of the original are one site, though some of them are small', async () => {
  const { engine, recorder } = record({ top: 2 }, undefined, undefined, raw => ({
    ...raw,
    lineno: raw.lineno > 3 ? 4 : raw.lineno,
  }))
  for (let line = 1; line <= 8; line++) engine.allocate(100 - line, `/app/src/a.ts:${line}`)
  const { sites, moreSites } = await recorder.close()
  expect(sites.map(({ line, retained }) => [line, retained.bytes])).toEqual([
    [4, 96 + 95 + 94 + 93 + 92],
    [1, 99],
  ])
  expect(moreSites).toMatchObject({ sites: 2, retained: { bytes: 98 + 97, count: 2 } })
})

test('only what is shown is located; the sites of tests when a file is written', async () => {
  const locatedWith = async (outputFile?: string) => {
    const { engine, recorder, located } = record({ top: 1, outputFile })
    for (let line = 1; line <= 50; line++) engine.allocate(1000, `/app/src/a.ts:${line}`)
    for (let number = 1; number <= 3; number++) {
      const window = recorder.openTest(`test ${number}`)
      engine.allocate(100, `/app/src/test.ts:${number}`)
      await recorder.closeTest(window, passed)
    }
    const { moreSites, tests } = await recorder.close()
    expect(moreSites.sites).toBe(52)
    expect(tests.map(test => test.sites.length)).toEqual(outputFile ? [1, 1, 1] : [0, 0, 0])
    return located.times
  }
  const less = await locatedWith()
  expect(less).toBeLessThan(10)
  expect(await locatedWith('a.json')).toBe(less + 3)
})

test('a frame is located once, however many records there are', async () => {
  const { engine, recorder, located } = record()
  for (let index = 0; index < 500; index++) {
    const window = recorder.openTest(`test ${index}`)
    for (let each = 0; each < 20; each++) engine.allocate(each, `/app/src/a.ts:${each}`)
    await recorder.closeTest(window, passed)
  }
  const result = await recorder.close()
  expect(result.tests).toHaveLength(500)
  expect(result.allocated.count).toBe(10_000)
  expect(located.times).toBe(20)
})
