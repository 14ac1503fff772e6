import { afterEach, describe, expect, it, vi } from 'vitest'
import { limitMemory } from '../src/limit.js'

const key = Symbol.for('tracemalloc.limitMemory')
const world = globalThis as { [key]?: unknown }
const before = world[key]

describe('limitMemory', () => {
  afterEach(() => {
    world[key] = before
  })

  it('hands the budget to the session of the test file', () => {
    const limit = vi.fn()
    world[key] = limit
    limitMemory({ retained: '4 MiB' })
    expect(limit).toHaveBeenCalledExactlyOnceWith({ retained: '4 MiB' })
  })

  it('checks its argument without the reporter', () => {
    delete world[key]
    expect(() => limitMemory({ allocated: 100 })).not.toThrow()
    expect(() => limitMemory({ retained: '10 MBzzz' })).toThrow(/10 MBzzz/)
    expect(() => limitMemory({ retaned: 1 } as object)).toThrow(/retained/)
  })
})
