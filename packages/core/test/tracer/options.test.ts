import { describe, expect, test } from 'vitest'
import * as tracemalloc from '../../src/index.js'

describe('bad options of start', () => {
  const start = (options: unknown) => () => tracemalloc.start(options as number)

  test.each([0, 65, -1, 1.5, Number.NaN])('%d frames', frames => {
    expect(start(frames)).toThrow(`the number of frames must be in range [1; 64], not ${frames}`)
  })

  test.each([
    [{ frames: '8' }, 'BAD_OPTION'],
    [{ mode: 'exakt' }, 'BAD_OPTION'],
    [{ lines: 'slow' }, 'BAD_OPTION'],
    [{ interval: '1 zzz' }, 'BAD_SIZE'],
    [{ mode: 'sampled', interval: 0 }, 'BAD_OPTION'],
    [{ frame: 8 }, 'UNKNOWN_OPTION'],
    [null, 'BAD_OPTION'],
  ])('%o', (options, code) => {
    expect(start(options)).toThrow(expect.objectContaining({ code }))
    expect(tracemalloc.isTracing()).toBe(false)
  })
})
