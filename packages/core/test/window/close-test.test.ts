import { describe, expect, test } from 'vitest'
import { passed, record } from './recorder.js'

const MiB = 1024 * 1024
const line = '/app/src/cache.ts:27'

describe('the ladder of collections', () => {
  test('a test without a budget costs nothing', async () => {
    const { engine, recorder, settled } = record()
    const window = recorder.openTest('a')
    engine.allocate(100 * MiB, line)
    expect(await recorder.closeTest(window, passed)).toEqual([])
    expect(engine.collections).toEqual([])
    expect(engine.reads).toBe(0)
    expect(settled.times).toBe(0)
  })

  test('what is alive at most is within the budget: no collection, no reading', async () => {
    const { engine, recorder, settled } = record({ budgets: { test: { retained: '1 MiB', allocated: '1 MiB' } } })
    const window = recorder.openTest('a')
    engine.allocate(MiB, line)
    expect(await recorder.closeTest(window, passed)).toEqual([])
    expect([engine.collections, engine.reads, settled.times]).toEqual([[], 0, 0])
  })

  test('short-lived garbage: one minor collection', async () => {
    const { engine, recorder, settled } = record({ budgets: { test: { retained: '1 MiB' } } })
    const window = recorder.openTest('a')
    engine.allocate(100 * MiB, line, { dies: 'minor' })
    expect(await recorder.closeTest(window, passed)).toEqual([])
    expect([engine.collections, engine.reads, settled.times]).toEqual([['minor'], 0, 1])
  })

  test('old garbage: a full collection after the minor one', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: '1 MiB' } } })
    const window = recorder.openTest('a')
    engine.allocate(100 * MiB, line, { dies: 'full' })
    expect(await recorder.closeTest(window, passed)).toEqual([])
    expect(engine.collections).toEqual(['minor', 'full'])
  })

  test('what is not the user’s never costs more than a minor collection', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: '1 KiB' } } })
    const window = recorder.openTest('a')
    engine.allocate(MiB, '/app/node_modules/vitest/dist/a.js:1')
    engine.allocate(MiB, 'node:fs:1')
    engine.allocate(MiB, line, { domain: 'code' })
    expect(await recorder.closeTest(window, passed)).toEqual([])
    expect(engine.collections).toEqual(['minor'])
  })

  test('a budget of one domain counts only its memory', async () => {
    const test = { retained: '1 MiB', domains: 'arraybuffer' } as const
    const { engine, recorder } = record({ budgets: { test, file: { allocated: '3 MiB', domains: ['heap'] } } })
    const objects = recorder.openTest('objects')
    engine.allocate(5 * MiB, line)
    expect(await recorder.closeTest(objects, passed)).toEqual([])
    const buffers = recorder.openTest('buffers')
    engine.allocate(5 * MiB, line)
    engine.allocate(2 * MiB, '/app/src/bus.ts:14', { domain: 'arraybuffer' })
    const violations = await recorder.closeTest(buffers, passed)
    expect(violations).toMatchObject([{ actualBytes: 2 * MiB, sites: [{ file: 'src/bus.ts', domain: 'arraybuffer' }] }])
    expect(violations[0]?.sites).toHaveLength(1)
    const file = await recorder.close()
    expect(file.violations).toMatchObject([{ metric: 'allocated', actualBytes: 10 * MiB }])
    expect(file.tests[1]?.retained.bytes).toBe(7 * MiB)
  })

  test('over budget after all collections: a violation with the lines', async () => {
    const { engine, recorder, settled } = record({ budgets: { test: { retained: '1 MiB' } } })
    const window = recorder.openTest('suite > leaks')
    engine.allocate(3 * MiB, line)
    engine.allocate(1, '/app/src/bus.ts:14')
    engine.allocate(9 * MiB, '/app/src/bus.ts:15', { dies: 'full' })
    const violations = await recorder.closeTest(window, passed)
    expect(engine.collections).toEqual(['minor', 'full', 'lowMemory'])
    expect(settled.times).toBe(3)
    expect(violations).toMatchObject([
      {
        scope: 'test',
        file: 'test/a.test.ts',
        test: 'suite > leaks',
        metric: 'retained',
        limitBytes: MiB,
        actualBytes: 3 * MiB + 1,
        sites: [
          { file: 'src/cache.ts', line: 27, function: 'f27', retained: { bytes: 3 * MiB, count: 1 } },
          { file: 'src/bus.ts', line: 14 },
        ],
      },
    ])
    expect(engine.pauses).toBe(0)
  })

  test('memory from before the test and after its end does not count', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: 0, allocated: 0 } } })
    engine.allocate(MiB, line)
    const window = recorder.openTest('a')
    const closing = recorder.closeTest(window, passed)
    engine.allocate(MiB, line)
    expect(await closing).toEqual([])
  })
})

describe('the limit of allocated bytes', () => {
  test('freed ones count, and no collection is needed', async () => {
    const { engine, recorder } = record({ budgets: { test: { allocated: '1 MiB' } } })
    const window = recorder.openTest('a')
    engine.allocate(2 * MiB, line, { dies: 'minor' })
    const violations = await recorder.closeTest(window, passed)
    expect(violations).toMatchObject([{ metric: 'allocated', actualBytes: 2 * MiB }])
    expect([engine.collections, engine.reads]).toEqual([[], 1])
  })

  test('only the user’s count', async () => {
    const { engine, recorder } = record({ budgets: { test: { allocated: '1 MiB' } }, ignore: 'src/generated/**' })
    const window = recorder.openTest('a')
    engine.allocate(2 * MiB, '/app/node_modules/chai/chai.js:1')
    engine.allocate(2 * MiB, '/app/src/generated/table.ts:1')
    engine.allocate(MiB, '/app/node_modules/lodash/lodash.js:1')
    expect(await recorder.closeTest(window, passed)).toEqual([])
  })

  test('an engine that only knows a lower bound reads each time', async () => {
    const { engine, recorder } = record({ budgets: { test: { allocated: '1 MiB' } } })
    engine.knowsAllocated = false
    const window = recorder.openTest('a')
    engine.allocate(2 * MiB, line)
    expect(await recorder.closeTest(window, passed)).toMatchObject([{ metric: 'allocated' }])
  })

  test('both limits can break at once', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: 1, allocated: 1 } } })
    const window = recorder.openTest('a')
    engine.allocate(2, line)
    const violations = await recorder.closeTest(window, passed)
    expect(violations.map(({ metric }) => metric)).toEqual(['retained', 'allocated'])
    expect(engine.reads).toBe(3)
  })
})

describe('whose limit', () => {
  test('limitMemory wins over meta, meta over the options, metric by metric', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: 10, allocated: 10 } } })
    const limitsOf = async (meta: object, inside: object) => {
      const window = recorder.openTest('a')
      engine.allocate(200, line)
      recorder.limitTest(window, inside)
      const violations = await recorder.closeTest(window, { ...passed, budget: meta })
      return violations.map(({ metric, limitBytes }) => [metric, limitBytes])
    }
    expect(await limitsOf({ retained: 20 }, { retained: 30 })).toEqual([
      ['retained', 30],
      ['allocated', 10],
    ])
    expect(await limitsOf({ retained: 20, allocated: '1 KiB' }, {})).toEqual([['retained', 20]])
    expect(await limitsOf({}, { retained: '1 KiB', allocated: '1 KiB' })).toEqual([])
  })

  test('a size that does not parse is an error of the test', async () => {
    const { recorder } = record()
    const window = recorder.openTest('a')
    expect(() => recorder.limitTest(window, { retained: '10 MBzzz' })).toThrow(/10 MBzzz/)
    await expect(recorder.closeTest(window, { ...passed, budget: { allocated: '-1 B' } })).rejects.toMatchObject({
      code: 'BAD_SIZE',
    })
  })

  test('overrides select by file and test', async () => {
    const { engine, recorder } = record({
      budgets: { test: { retained: 1 } },
      overrides: [{ files: 'test/**', tests: 'big', retained: '1 MiB' }],
    })
    const judge = async (name: string) => {
      const window = recorder.openTest(name)
      engine.allocate(1000, line)
      return recorder.closeTest(window, passed)
    }
    expect(await judge('big one')).toEqual([])
    expect(await judge('small one')).toHaveLength(1)
  })
})

describe('no verdict', () => {
  test('for a test that failed', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: 1 } } })
    const window = recorder.openTest('a')
    engine.allocate(1000, line)
    expect(await recorder.closeTest(window, { state: 'failed', concurrent: false })).toEqual([])
    expect(engine.collections).toEqual([])
  })

  test('for a test that the runner calls concurrent', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: 1 } } })
    const window = recorder.openTest('a')
    engine.allocate(1000, line)
    expect(await recorder.closeTest(window, { state: 'passed', concurrent: true })).toEqual([])
  })

  test('for tests whose windows overlap, whatever the runner says', async () => {
    const { engine, recorder } = record({ budgets: { test: { retained: 1 } } })
    const first = recorder.openTest('a')
    const second = recorder.openTest('b')
    engine.allocate(1000, line)
    expect(await recorder.closeTest(first, passed)).toEqual([])
    expect(await recorder.closeTest(second, passed)).toEqual([])
    const third = recorder.openTest('c')
    engine.allocate(1000, line)
    expect(await recorder.closeTest(third, passed)).toHaveLength(1)
  })
})

describe('a test with a budget of its own', () => {
  test('is traced exactly from its start, or from limitMemory on, to its end', async () => {
    const { engine, recorder } = record()
    await recorder.closeTest(recorder.openTest('without'), passed)
    expect(engine.exactly).toEqual([])
    await recorder.closeTest(recorder.openTest('meta', 'meta', true), passed)
    expect(engine.exactly).toEqual([true, false])
    const window = recorder.openTest('limit')
    recorder.limitTest(window, { retained: '1 MiB' })
    await recorder.closeTest(window, passed)
    expect(engine.exactly).toEqual([true, false, true, false])
  })
})
