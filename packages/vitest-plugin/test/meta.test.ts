import { describe, expect, it } from 'vitest'
import type {} from '../src/index.js'

const memory = { retained: '4 MiB', allocated: 4096 }

describe('meta.memory', () => {
  it('is typed as a budget', { meta: { memory } }, ({ task }) => {
    expect(task.meta.memory).toEqual(memory)
  })

  // @ts-expect-error: the type check of the tests fails when this is no mistake
  it('refuses what is none', { meta: { memory: { retaind: '4 MiB' } } }, ({ task }) => {
    expect(task.meta.memory).toEqual({ retaind: '4 MiB' })
  })
})
