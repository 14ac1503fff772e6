import { Session } from 'node:inspector'
import { afterEach, expect, test } from 'vitest'
import { InspectorEngine } from '../../src/engine/inspector.js'
import { options } from './candidates.js'

const engines: InspectorEngine[] = []
const make = (notice?: string) => {
  const engine = new InspectorEngine(notice)
  engines.push(engine)
  return engine
}
afterEach(() => {
  for (const engine of engines.splice(0)) engine.stop()
})

test('another session’s sampler in this isolate is an error, and goes on', () => {
  const session = new Session()
  session.connect()
  session.post('HeapProfiler.startSampling')
  try {
    const engine = make()
    expect(() => engine.start(options)).toThrow(expect.objectContaining({ code: 'ANOTHER_SAMPLER' }))
    expect(engine.tracing).toBe(false)
    let profile: unknown
    session.post('HeapProfiler.getSamplingProfile', (_error, answer) => {
      profile = answer
    })
    expect(profile).toBeDefined()
  } finally {
    session.post('HeapProfiler.stopSampling')
    session.disconnect()
  }
  const engine = make()
  engine.start(options)
  expect(engine.tracing).toBe(true)
})

test('a sampler that another copy of the module has started is joined, and stopped for both', () => {
  const first = make()
  first.start(options)
  const second = make()
  second.start(options)
  expect(second.tracing).toBe(true)
  expect(second.mark()).toBe(1)
  first.stop()
  expect(() => second.read(0)).toThrow(expect.objectContaining({ code: 'NOT_TRACING' }))
})

test('the notice is part of what it says about itself', () => {
  const engine = make('why')
  engine.start(options)
  expect(engine.info().notice).toBe('why')
})

test('readings before start are an error', () => {
  expect(() => make().read(0)).toThrow(expect.objectContaining({ code: 'NOT_TRACING' }))
})
