import { describe, expect, test } from 'vitest'
import { bytes, passed, record } from './recorder.js'

describe('objects that were made for the runner', () => {
  test("are the runner's, and what else is on their lines is not", async () => {
    const { engine, recorder } = record()
    const line = '/app/test/a.test.ts:5'
    const first = engine.allocate(64, line)
    const second = engine.allocate(64, line)
    engine.allocate(10, line)
    const window = recorder.openTest('a')
    engine.allocate(3, line)
    await recorder.closeTest(window, passed)
    const result = await recorder.close([first, second, {}])
    expect(result.retained).toEqual(bytes(2, 13))
    expect(result.sites).toMatchObject([{ line: 5, retained: bytes(2, 13), live: bytes(2, 13), growth: bytes(2, 13) }])
    expect(result.other.runner).toEqual(bytes(2, 128))
    expect(result.total.live).toEqual(bytes(4, 141))
    expect(result.tests[0]?.retained).toEqual(bytes(1, 3))
  })

  test('leave no site behind that has nothing else', async () => {
    const { engine, recorder } = record()
    const given = engine.allocate(64, '/app/test/a.test.ts:5')
    const own = engine.allocate(8, '/app/node_modules/jest-circus/build/index.js:1')
    const result = await recorder.close([given, own])
    expect(result.retained).toEqual(bytes(0, 0))
    expect(result.other.runner).toEqual(bytes(2, 72))
  })
})
