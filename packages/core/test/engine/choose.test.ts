import { describe, expect, test } from 'vitest'
import { requestedEngine, startEngine } from '../../src/engine/choose.js'
import type { StartOptions } from '../../src/engine/engine.js'
import { anotherSampler } from '../../src/engine/sampler-conflict.js'
import { TracemallocError } from '../../src/errors.js'
import { FakeEngine } from '../window/fake-engine.js'

const options: StartOptions = { frames: 8, mode: 'exact', interval: 1, overhead: 0.1, lines: 'exact', transparent: [] }

class FailingEngine extends FakeEngine {
  constructor(readonly error: Error) {
    super()
  }

  override start(): void {
    throw this.error
  }
}

const makers = (native: FakeEngine | Error, inspector: FakeEngine | Error = new FakeEngine()) => ({
  native: () => {
    if (native instanceof Error) throw native
    return native
  },
  inspector: () => (inspector instanceof Error ? new FailingEngine(inspector) : inspector),
})

const noAddon = new TracemallocError('NO_ADDON', 'Node cannot load the addon: run `npm rebuild`.')

describe('startEngine', () => {
  test('takes the native engine without a word', () => {
    const native = new FakeEngine()
    expect(startEngine(options, {}, makers(native))).toEqual({ engine: native })
  })

  test('falls back to V8’s sampler, and says why, what it means, and what to do', () => {
    const inspector = new FakeEngine()
    const { engine, notice } = startEngine(options, {}, makers(noAddon, inspector))
    expect(engine).toBe(inspector)
    expect(notice).toBe(
      "Node cannot load the addon: run `npm rebuild`. Traced by V8's own sampler instead: estimates, and function start " +
        'lines only.',
    )
  })

  test('falls back when the native engine does not start', () => {
    const native = new FailingEngine(new TracemallocError('SELF_CHECK', 'The native tracer cannot trace V8 99: odd.'))
    expect(startEngine(options, {}, makers(native)).notice).toMatch(
      /^The native tracer cannot trace V8 99: odd\. Traced/,
    )
  })

  test('with another sampler in the isolate there is no engine, only a notice', () => {
    const expected = { notice: `${anotherSampler().message} Nothing is traced.` }
    expect(startEngine(options, {}, makers(new FailingEngine(anotherSampler())))).toEqual(expected)
    expect(startEngine(options, {}, makers(noAddon, anotherSampler()))).toEqual(expected)
  })

  test('TRACEMALLOC_ENGINE=function does not touch the addon', () => {
    const inspector = new FakeEngine()
    const choice = startEngine(options, { TRACEMALLOC_ENGINE: 'function' }, makers(new Error('loaded'), inspector))
    expect(choice.engine).toBe(inspector)
    expect(choice.notice).toMatch(/^TRACEMALLOC_ENGINE=function is set\. .*function start lines only/)
  })

  test('TRACEMALLOC_ENGINE=native does not fall back', () => {
    expect(() => startEngine(options, { TRACEMALLOC_ENGINE: 'native' }, makers(noAddon))).toThrow(noAddon)
  })

  test('errors that are no verdict about an engine are not swallowed', () => {
    expect(() => startEngine(options, {}, makers(new RangeError('a bug')))).toThrow(RangeError)
  })
})

test('requestedEngine: another value is an error that names the valid ones', () => {
  expect(requestedEngine({})).toBeUndefined()
  expect(requestedEngine({ TRACEMALLOC_ENGINE: '' })).toBeUndefined()
  expect(() => requestedEngine({ TRACEMALLOC_ENGINE: 'fnction' })).toThrow(
    new TracemallocError(
      'BAD_ENGINE',
      'TRACEMALLOC_ENGINE=fnction names no engine: set it to "native" or "function", or unset it.',
    ),
  )
})
