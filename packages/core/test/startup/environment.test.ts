import { describe, expect, test } from 'vitest'
import { requestedDump, requestedFrames } from '../../src/startup/environment.js'

describe('NODE_TRACEMALLOC', () => {
  test.each([
    [undefined, 1],
    ['', 1],
    ['0', 0],
    ['1', 1],
    ['008', 8],
    ['64', 64],
  ])('%j', (text, frames) => {
    expect(requestedFrames({ NODE_TRACEMALLOC: text })).toBe(frames)
  })

  test.each(['65', 'abc', '1.5', '-1', ' 1', '1e1', '0x1', '99999999999999999999'])(
    '%j is no number of frames',
    text => {
      const message = `NODE_TRACEMALLOC: invalid number of frames: ${JSON.stringify(text)}. `
      expect(() => requestedFrames({ NODE_TRACEMALLOC: text })).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(message) }),
      )
    },
  )
})

test('NODE_TRACEMALLOC_DUMP', () => {
  expect(requestedDump({})).toBeUndefined()
  expect(requestedDump({ NODE_TRACEMALLOC_DUMP: '' })).toBeUndefined()
  expect(requestedDump({ NODE_TRACEMALLOC_DUMP: 'heap.pb.gz' })).toBe('heap.pb.gz')
})
