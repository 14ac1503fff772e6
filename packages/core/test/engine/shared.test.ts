import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { currentEngine, sharedEngine } from '../../src/engine/shared.js'
import * as tracemalloc from '../../src/index.js'
import { options } from './candidates.js'
import { plant } from './planted.js'

beforeAll(() => {
  vi.stubEnv('TRACEMALLOC_ENGINE', 'function')
})
afterAll(() => {
  vi.unstubAllEnvs()
  currentEngine()?.stop()
})

test('the files of an isolate share one engine, started once', () => {
  expect(currentEngine()).toBeUndefined()
  const { engine, notice } = sharedEngine(options)
  expect(engine?.tracing).toBe(true)
  expect(notice).toMatch(/^TRACEMALLOC_ENGINE=function is set\./)
  expect(sharedEngine({ ...options, frames: 1 }).engine).toBe(engine)
  expect(currentEngine()).toBe(engine)
})

test('the module API borrows it, and gives it back as it was', () => {
  tracemalloc.start({ frames: 1 })
  plant(20_000, [])
  expect(tracemalloc.getTracebackLimit()).toBe(options.frames)
  expect(tracemalloc.takeSnapshot().traces.length).toBeGreaterThan(0)
  expect(() => tracemalloc.clearTraces()).toThrow(expect.objectContaining({ code: 'BORROWED' }))
  tracemalloc.stop()
  expect(tracemalloc.isTracing()).toBe(false)
  expect(currentEngine()?.tracing).toBe(true)
})
