import { describe, expect, test } from 'vitest'
import type { Options } from '../../src/budget/options.js'
import type { Explained, Explanations, GraphLimits } from '../../src/engine/explanations.js'
import { chain, closure, context } from '../explain/ways.js'
import { FakeEngine } from './fake-engine.js'
import { passed, record } from './recorder.js'

const KiB = 1024
const budget = { budgets: { test: { retained: '1 KiB' } } }

/** Each line's objects are held by a variable of the name of its file. */
const holder = (file: string) =>
  chain(
    ['internal', '', 'get', closure(`/app/src/${file}.ts`)],
    ['internal', 'context', 'system / Context', context(1)],
    ['variable', file, 'Map'],
  )

/** An engine that knows the objects of what is alive; the heap snapshots that were taken. */
class KnowingEngine extends FakeEngine {
  readonly snapshots: GraphLimits[] = []

  readonly explanations: Explanations = {
    explain: ({ sites }, limits): Explained => {
      if (limits) this.snapshots.push(limits)
      const alive = sites.flatMap((records, site) => {
        const file = /(\w+)\.ts$/.exec(records[0]?.traceback.at(-1)?.filename ?? '')?.[1]
        return file === undefined ? [] : [{ site, file }]
      })
      return {
        stop: '',
        types: alive.map(({ site, file }) => ({ site, name: `${file} rows`, count: 1, bytes: 8 })),
        held: limits
          ? alive.map(({ site, file }) => ({ site, count: 2, objects: 2, estimated: false, last: holder(file) }))
          : [],
      }
    },
    explainObject: () => undefined,
    liveObjects: () => [],
  }
}

function file(options: Options = budget) {
  const engine = new KnowingEngine()
  const { recorder } = record(options, engine)
  const keep = async (name: string, from = name, end = {}) => {
    const window = recorder.openTest(name)
    const allocation = engine.allocate(4 * KiB, `/app/src/${from}.ts:1`)
    await recorder.closeTest(window, { ...passed, ...end })
    return { allocation, window }
  }
  return { engine, recorder, keep }
}

const told = ({ violations }: { violations: readonly { sites: readonly { explanation?: object }[] }[] }) =>
  violations.flatMap(({ sites }) => sites.map(site => site.explanation))

const explained = (name: string, count: number) => ({
  types: [{ name: `${name} rows`, count: 1 }],
  holders: [{ path: `${name} (Map, module src/${name}.ts)`, count }],
})

describe('tests over budget', () => {
  test('nothing is looked up while tests pass', async () => {
    const { engine, recorder, keep } = file({ budgets: { test: { retained: '1 MiB' } } })
    await keep('cache')
    await recorder.close()
    expect(engine.snapshots).toEqual([])
  })

  test('are all explained by one heap snapshot after the last, with the limits of the options', async () => {
    const { engine, recorder, keep } = file()
    const { window } = await keep('cache')
    await keep('bus')
    expect(recorder.lacksHolders).toBe(true)
    expect(told(window)).toMatchObject([{ holders: [], note: expect.stringContaining('when the last test') }])
    recorder.lookUpHolders()
    expect(told(window)).toEqual([explained('cache', 2)])
    expect(recorder.lacksHolders).toBe(false)
    recorder.lookUpHolders()
    const { tests } = await recorder.close()
    expect(tests.map(told)).toEqual([[explained('cache', 2)], [explained('bus', 2)]])
    expect(engine.snapshots).toMatchObject([{ timeout: 20_000, maxNodes: 5_000_000 }])
  })

  test('are told what they are only when explaining has taken too long in this worker', async () => {
    const { engine, recorder, keep } = file({ ...budget, explain: { total: 0 } })
    const { window } = await keep('cache')
    recorder.lookUpHolders()
    const note = expect.stringMatching(/^who holds them was not looked up: .* explain\.total is 0 s/)
    expect(told(window)).toEqual([{ types: [{ name: 'cache rows', count: 1 }], holders: [], note }])
    expect(engine.snapshots).toEqual([])
  })

  test('are explained at the end of the file when nobody told which was the last', async () => {
    const { engine, recorder, keep } = file()
    await keep('cache')
    const { tests } = await recorder.close()
    expect(tests.map(told)).toEqual([[explained('cache', 2)]])
    expect(engine.snapshots).toHaveLength(1)
  })

  test('of what is gone by then it is said', async () => {
    const { recorder, keep } = file()
    const { allocation, window } = await keep('bus')
    allocation.alive = false
    recorder.lookUpHolders()
    expect(told(window)).toMatchObject([{ holders: [], note: expect.stringContaining('has let go') }])
  })

  test('of what later tests have replaced it is said that it does not grow', async () => {
    const { recorder, keep } = file()
    const first = await keep('bus')
    first.allocation.alive = false
    const last = await keep('bus')
    recorder.lookUpHolders()
    expect(told(first.window)).toMatchObject([{ holders: [], note: expect.stringContaining('does not grow') }])
    expect(told(last.window)).toEqual([explained('bus', 2)])
  })

  test('that end after all are not explained by a second one', async () => {
    const { engine, recorder, keep } = file()
    await keep('cache')
    recorder.lookUpHolders()
    await keep('bus')
    const { tests } = await recorder.close()
    expect(tests.map(told)[1]).toMatchObject([
      { types: [{ name: 'bus rows' }], note: expect.stringContaining('newer than') },
    ])
    expect(engine.snapshots).toHaveLength(1)
  })

  test('whose error nobody reads are not explained', async () => {
    const { engine, recorder, keep } = file()
    expect(told((await keep('cache', 'cache', { isRead: false })).window)).toEqual([undefined])
    await recorder.close()
    expect(engine.snapshots).toEqual([])
  })
})

describe('files over budget', () => {
  const both = { budgets: { file: { retained: '1 KiB' }, test: { retained: '1 KiB' } } }

  test('are explained at their end', async () => {
    const { engine, recorder, keep } = file({ budgets: { file: { retained: '1 KiB' } } })
    await keep('cache')
    expect(recorder.lacksHolders).toBe(false)
    expect(told(await recorder.close())).toEqual([explained('cache', 2)])
    expect(engine.snapshots).toHaveLength(1)
  })

  test('share the heap snapshot of their tests, which looks at all lines of the file', async () => {
    const { engine, recorder, keep } = file(both)
    engine.allocate(4 * KiB, '/app/src/setup.ts:1')
    const { allocation } = await keep('cache')
    recorder.lookUpHolders()
    allocation.alive = false
    engine.allocate(4 * KiB, '/app/src/hook.ts:1')
    expect(told(await recorder.close())).toEqual([
      { ...explained('hook', 2), holders: [], note: expect.stringContaining('newer than') },
      explained('setup', 2),
    ])
    expect(engine.snapshots).toHaveLength(1)
  })

  test('and tests are explained together when nobody told which was the last', async () => {
    const { engine, recorder, keep } = file(both)
    await keep('cache')
    const result = await recorder.close()
    expect([told(result), ...result.tests.map(told)]).toEqual([[explained('cache', 2)], [explained('cache', 2)]])
    expect(engine.snapshots).toHaveLength(1)
  })
})

test('calls are explained whenever somebody asks', async () => {
  const { engine, recorder, keep } = file()
  await keep('cache')
  const verdict = await recorder.calls.judge(() => void engine.allocate(4 * KiB, '/app/src/bus.ts:1'), {
    retained: KiB,
  })
  expect(engine.snapshots).toHaveLength(0)
  expect(told({ violations: verdict.explained() })).toEqual([explained('bus', 2)])
  expect(engine.snapshots).toHaveLength(1)
})
