import { describe, expect, test } from 'vitest'
import type { FakeEngine } from './fake-engine.js'
import { passed, record } from './recorder.js'

const leaks = { warmups: 2, runs: 3 }
const line = '/app/src/cache.ts:3'

/** Runs a test again and again. */
async function repeated(times: number, run: (engine: FakeEngine, round: number) => void, end: object = {}) {
  const { engine, recorder } = record()
  let window = recorder.openTest('a', '1', true)
  for (let round = 1; round <= times; round++) {
    if (round > 1) window = recorder.openTest('a', '1', true)
    run(engine, round)
    await recorder.closeTest(window, { ...passed, leaks, ...end })
  }
  return { engine, recorder, leak: window.leak }
}

describe('a test that is run again and again', () => {
  test('leaks when each run after the warm-ups has left more alive, and the sites are those that grew each time', async () => {
    const { leak, recorder } = await repeated(5, (engine, round) => {
      engine.allocate(100, line)
      if (round > 3) engine.allocate(5000, '/app/src/once.ts:1')
    })
    expect(leak).toMatchObject({ warmups: 2, leaks: true })
    expect(leak?.growth.map(({ bytes }) => bytes)).toEqual([100, 5100, 5100])
    expect(leak?.sites).toMatchObject([{ file: 'src/cache.ts', line: 3, retained: { bytes: 300, count: 3 } }])
    expect((await recorder.close()).tests).toMatchObject([{ name: 'a', leak: { leaks: true } }])
  })

  test('leaks as well when it is another place each time', async () => {
    const { leak } = await repeated(5, (engine, round) => void engine.allocate(100, `/app/src/cache.ts:${round}`))
    expect(leak?.sites.map(site => site.line)).toEqual([3, 4, 5])
  })

  test('does not leak when one run has left nothing more', async () => {
    const { leak } = await repeated(5, (engine, round) => {
      if (round !== 4) engine.allocate(100, line)
    })
    expect(leak).toMatchObject({ leaks: false, sites: [] })
    expect(leak?.growth.map(({ bytes }) => bytes)).toEqual([100, 0, 100])
  })

  test('does not leak when it frees what an earlier run has left', async () => {
    let last: { alive: boolean } | undefined
    const { leak } = await repeated(5, engine => {
      if (last) last.alive = false
      last = engine.allocate(100, line)
    })
    expect(leak).toMatchObject({ leaks: false })
  })

  test('does not leak for what the runner allocates, code and garbage', async () => {
    const { leak } = await repeated(5, engine => {
      engine.allocate(100, [line, '/app/node_modules/vitest/dist/index.js:1'])
      engine.allocate(100, line, { domain: 'code' })
      engine.allocate(100, line, { dies: 'full' })
    })
    expect(leak?.growth.map(({ bytes }) => bytes)).toEqual([0, 0, 0])
  })

  test('is judged by its last runs when it is run more often', async () => {
    const { leak } = await repeated(7, (engine, round) => {
      if (round > 4) engine.allocate(100, line)
    })
    expect(leak).toMatchObject({ warmups: 4, leaks: true })
  })

  test('has no verdict when a run of it failed, when it ran beside others, or too seldom', async () => {
    const leaking = (engine: FakeEngine) => void engine.allocate(100, line)
    expect((await repeated(4, leaking)).leak).toBeUndefined()
    expect((await repeated(5, leaking, { state: 'failed' })).leak).toBeUndefined()
    expect((await repeated(5, leaking, { concurrent: true })).leak).toBeUndefined()
    const inFunctionMode = await repeated(5, engine => {
      engine.mode = 'function'
      leaking(engine)
    })
    expect(inFunctionMode.leak).toBeUndefined()
  })
})
