import { describe, expect, test } from 'vitest'
import { passed, record } from './recorder.js'

const known = { site: 'src/cache.ts:3', reason: 'known' }
const unused = { site: 'src/none.ts', reason: 'gone' }
const line = '/app/src/cache.ts:3'

describe('suppressed places', () => {
  test('count for no budget, are not listed, and are told of', async () => {
    const budgets = { test: { retained: 50 }, file: { retained: 50 } }
    const { engine, recorder } = record({ budgets, suppress: [known, unused] })
    const window = recorder.openTest('a')
    engine.allocate(1000, line)
    engine.allocate(500, line, { dies: 'minor' })
    engine.allocate(40, '/app/src/cache.ts:4')
    expect(await recorder.closeTest(window, passed)).toEqual([])
    const { sites, retained, violations, suppressed } = await recorder.close()
    expect(sites).toMatchObject([{ line: 4 }])
    expect([retained.bytes, violations]).toEqual([40, []])
    expect(suppressed).toEqual([
      { ...known, retained: { bytes: 1000, count: 1 }, allocated: { bytes: 1500, count: 2 } },
      { ...unused, retained: { bytes: 0, count: 0 }, allocated: { bytes: 0, count: 0 } },
    ])
  })

  test('are no leaks', async () => {
    const { engine, recorder } = record({ suppress: [known] })
    let window = recorder.openTest('a', '1', true)
    for (let round = 0; round < 2; round++) {
      if (round > 0) window = recorder.openTest('a', '1', true)
      engine.allocate(100, line)
      await recorder.closeTest(window, { ...passed, leaks: { warmups: 1, runs: 1 } })
    }
    expect(window.leak).toMatchObject({ leaks: false })
  })

  test('are not there without entries', async () => {
    expect((await record().recorder.close()).suppressed).toBeUndefined()
  })
})
