import { createContext, runInContext } from 'node:vm'
import { expect, test, vi } from 'vitest'

const copy = async () => {
  vi.resetModules()
  return await import('../../src/engine/per-isolate.js')
}

test('copies of the module share what the first one has made', async () => {
  const [first, second] = [await copy(), await copy()]
  expect(second.perIsolate).not.toBe(first.perIsolate)
  const make = vi.fn(() => ({ made: true }))
  const value = first.perIsolate('a test', make)
  expect(second.perIsolate('a test', make)).toBe(value)
  expect(make).toHaveBeenCalledOnce()
  expect(second.perIsolate('another test', make)).not.toBe(value)
})

test('what holds it is the same object in all contexts', async () => {
  const { perIsolate } = await copy()
  const value = perIsolate('a test of contexts', () => ({}))
  const context = createContext({ require: process.getBuiltinModule })
  expect(runInContext(`require('node:v8')[Symbol.for('tracemalloc a test of contexts')]`, context)).toBe(value)
})
