import timers from 'node:timers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { settle } from '../../src/window/settle.js'

const realImmediate = timers.setImmediate

describe('settle', () => {
  let ran: string[]
  beforeEach(() => {
    ran = []
  })
  afterEach(() => {
    vi.useRealTimers()
    timers.setImmediate = realImmediate
  })

  test('waits for what is due on the event loop', async () => {
    setImmediate(() => ran.push('immediate'))
    process.nextTick(() => ran.push('tick'))
    void Promise.resolve().then(() => ran.push('promise'))
    await settle()
    expect(ran).toHaveLength(3)
    expect(ran.at(-1)).toBe('immediate')
  })

  test('waits for what an immediate has left behind', async () => {
    setImmediate(() => setImmediate(() => ran.push('second')))
    await settle()
    expect(ran).toEqual(['second'])
  })

  test('goes on while fake timers stand still', async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'setImmediate', 'setInterval', 'queueMicrotask', 'performance', 'Date'],
    })
    setImmediate(() => ran.push('fake'))
    await settle()
    expect(ran).toEqual([])
    vi.runAllTimers()
    expect(ran).toEqual(['fake'])
  })

  test('goes on when the timers module is patched', async () => {
    timers.setImmediate = (() => {
      throw new Error('patched')
    }) as unknown as typeof timers.setImmediate
    globalThis.setImmediate = timers.setImmediate
    try {
      await settle()
    } finally {
      globalThis.setImmediate = realImmediate
    }
  })
})
