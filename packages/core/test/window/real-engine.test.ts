import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/budget/parse.js'
import type { Engine } from '../../src/engine/engine.js'
import { createLocator } from '../../src/resolve/source-map.js'
import { FileRecorder } from '../../src/window/file-recorder.js'
import { settle } from '../../src/window/settle.js'
import { exact } from '../engine/candidates.js'
import { plant, waste } from '../engine/planted.js'
import { passed } from './recorder.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const count = 20_000
/** Three words and three fields, 8 bytes each. */
const instance = 40

describe.skipIf(exact.missing)(`a recorder over V8${exact.missing ? ` (${exact.missing})` : ''}`, () => {
  let engine: Engine
  beforeAll(() => {
    engine = exact.make()
    engine.start(exact.options)
  })
  afterAll(() => engine.stop())

  test('a leak is on its line to the byte, garbage is nowhere', async () => {
    const options = parseOptions({ budgets: { test: { retained: '300 KiB' } }, outputFile: 'memory.json' }, 'the test')
    const recorder = new FileRecorder({ engine, root, locate: createLocator({ root }), options, settle }, `${root}a.ts`)
    const kept: unknown[] = []

    const leak = recorder.openTest('leak')
    plant(count, kept)
    const violations = await recorder.closeTest(leak, passed)
    const garbage = recorder.openTest('garbage')
    for (let round = 0; round < 50; round++) waste(count)
    expect(await recorder.closeTest(garbage, passed)).toEqual([])
    const result = await recorder.close()

    expect(violations).toMatchObject([{ metric: 'retained', test: 'leak' }])
    const [site] = violations[0]?.sites ?? []
    expect(site).toMatchObject({ file: 'test/engine/planted.cjs', line: 13, function: 'plant', blame: 'yours' })
    expect(site?.retained.bytes).toBeGreaterThanOrEqual(count * instance)
    expect(site?.retained.bytes).toBeLessThan(count * (instance + 16))
    const wasted = result.tests[1]?.sites.filter(({ function: name }) => name === 'waste') ?? []
    expect(wasted.reduce((sum, { allocated }) => sum + allocated.bytes, 0)).toBeGreaterThan(50 * count * 16)
    expect(wasted.reduce((sum, { retained }) => sum + retained.bytes, 0)).toBe(0)
    expect(result.sites[0]).toMatchObject({ line: 13, live: result.sites[0]?.retained })
    expect(kept).toHaveLength(count)
    const { time = [], collections } = result.timeline ?? {}
    expect(collections?.kind).toContain('minor')
    expect(collections?.kind.at(-1)).toBe('measuring')
    expect(collections?.time).toEqual([...(collections?.time ?? [])].sort((a, b) => a - b))
    expect(collections?.time.at(-1)).toBeLessThanOrEqual(time.at(-1) ?? 0)
  })
})
