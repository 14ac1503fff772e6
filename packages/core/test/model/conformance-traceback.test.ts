import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Traceback } from '../../src/model/traceback.js'
import { frames } from './hand-made.js'

// Names as in CPython's test_tracemalloc.py.
describe('TestTraceback', () => {
  test('repr', () => {
    expect(inspect(new Traceback([]))).toBe('<Traceback ()>')
    expect(inspect(new Traceback([], 0))).toBe('<Traceback () totalFrames=0>')

    const expected = "(<Frame filename='f2' lineno=2>, <Frame filename='f1' lineno=1>)"
    expect(inspect(new Traceback(frames(['f2', 2], ['f1', 1])))).toBe(`<Traceback ${expected}>`)
    expect(inspect(new Traceback(frames(['f2', 2], ['f1', 1]), 2))).toBe(`<Traceback ${expected} totalFrames=2>`)
  })
})
