import type { Columns, StartResult } from '@tracemalloc/native'
import { describe, expect, test } from 'vitest'
import { role, type StartOptions } from '../../src/engine/engine.js'
import { type NativeAddon, NativeEngine } from '../../src/engine/native.js'

const options: StartOptions = {
  frames: 8,
  mode: 'exact',
  interval: 16384,
  overhead: 0.1,
  lines: 'exact',
  transparent: ['node:'],
}
const ok: StartResult = { ok: true, code: '', reason: '', lines: 'exact', buffers: '' }

/** Two rows on two tracebacks, main → leak and main alone; and one of nothing, as all of it was booked over to code. */
const columns: Columns = {
  mark: Uint32Array.of(1, 2, 2),
  traceback: Uint32Array.of(0, 1, 1),
  domain: Uint8Array.of(0, 1, 0),
  retainedBytes: Float64Array.of(16, 24, 0),
  retainedCount: Float64Array.of(1, 2, 0),
  allocatedBytes: Float64Array.of(32.4, 24, 0),
  allocatedCount: Float64Array.of(2.02, 2, 0),
  retainedVariance: Float64Array.of(0, 0, 0),
  allocatedVariance: Float64Array.of(25, 0, 0),
  tracebackStart: Uint32Array.of(0, 2, 3),
  tracebackFrames: Uint32Array.of(1, 0, 0),
  tracebackTotal: Uint32Array.of(9, 1),
  tracebackId: Uint32Array.of(7, 8),
  frameFile: Uint32Array.of(0, 1),
  frameFunction: Uint32Array.of(2, 3),
  frameLine: Uint32Array.of(10, 20),
  frameColumn: Uint32Array.of(5, 0),
  frameQuality: Uint8Array.of(0, 1),
  strings: ['/app/main.js', 'file:///app/leak.mjs', 'main', 'leak'],
}

const collections = {
  age: Float64Array.of(9, 1),
  duration: Float64Array.of(0.5, 0.25),
  freed: Float64Array.of(4096, 0),
  kind: Uint8Array.of(0, 2),
  leftOut: 3,
}

/** The addon's surface with nothing behind it: its calls are written down. */
function fakeAddon(started: StartResult = ok) {
  const calls: unknown[][] = []
  let tracing = false
  let interval = 1
  let optimised = false
  const note =
    <T>(name: string, result: T) =>
    (...args: unknown[]): T => {
      calls.push([name, ...args])
      return result
    }
  const addon: NativeAddon = {
    start: given => {
      tracing = started.ok
      interval = given.interval
      return note('start', started)(given)
    },
    stop: () => {
      tracing = false
    },
    tracing: () => tracing,
    mark: note('mark', 3),
    allocatedSince: note('allocatedSince', 100),
    aliveSince: note('aliveSince', 50),
    read: note('read', columns),
    find: note('find', columns),
    forget: note('forget', undefined),
    collect: note('collect', undefined),
    setInterval: (...given) => {
      calls.push(['setInterval', ...given])
      interval = given[0]
      optimised ||= interval > 1
      return true
    },
    largestInterval: note('largestInterval', 512),
    pause: note('pause', undefined),
    resume: note('resume', undefined),
    resetPeak: note('resetPeak', undefined),
    watchHeapLimit: note('watchHeapLimit', undefined),
    running: note('running', undefined),
    watchCollections: note('watchCollections', undefined),
    takeCollections: note('takeCollections', collections),
    armFailures: note('armFailures', true),
    disarmFailures: note('disarmFailures', undefined),
    attempts: note('attempts', columns),
    explain: note('explain', undefined as never),
    explainObject: note('explainObject', undefined),
    liveObjects: note('liveObjects', []),
    totals: () => ({
      allocatedBytes: 5,
      liveBytes: 7,
      liveCount: 1,
      peakBytes: 9,
      bufferBytes: 3,
      unobservedBytes: 2,
      optimised,
      interval,
      interruptions: 0,
      ownBytes: 11,
    }),
  }
  const engine = new NativeEngine(() => addon)
  return { addon, engine, calls }
}

const thrown = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('start', () => {
  test('exact mode traces every allocation, whatever the interval', () => {
    const { engine, calls } = fakeAddon()
    engine.start(options)
    const given = {
      interval: 1,
      frames: 8,
      lines: 'exact',
      transparent: ['node:'],
      runner: [],
      ends: [],
      existing: 'all',
      seed: 0,
    }
    expect(calls).toEqual([['start', given]])
    expect(engine.info()).toEqual({ mode: 'exact', lines: 'exact', interval: 1, frames: 8, unobservedBytes: 2 })
  })

  test('hands on whose code stands for tracebacks', () => {
    const { engine, calls } = fakeAddon()
    const owners = { runner: ['/vitest/'], ends: ['/expect/'] }
    engine.start({ ...options, ...owners })
    expect(calls[0]?.[1]).toMatchObject(owners)
  })

  test('hands on how existing code becomes known', () => {
    const { engine, calls } = fakeAddon()
    engine.start({ ...options, existing: 'met' })
    expect(calls[0]?.[1]).toMatchObject({ existing: 'met' })
  })

  test('auto mode begins each file exactly, and goes on where it was after what must be exact', () => {
    const { addon, calls } = fakeAddon()
    const engine = new NativeEngine(() => addon)
    engine.start({ ...options, mode: 'auto' })
    expect(calls).toMatchObject([['start', { interval: 1, overhead: 0.1 }]])
    calls.length = 0
    engine.beginFile()
    addon.setInterval(512)
    expect(engine.info()).toMatchObject({ mode: 'auto', interval: 512, lines: 'approximate' })
    engine.traceExactly(true)
    engine.traceExactly(true)
    engine.traceExactly(false)
    engine.traceExactly(false)
    expect(calls).toEqual([
      ['setInterval', 1, 0.1],
      ['setInterval', 512],
      ['setInterval', 1],
      ['setInterval', 512, 0.1],
    ])
    expect(engine.largestInterval(1)).toBe(512)
  })

  test('exact mode stays as it is', () => {
    const { addon, calls } = fakeAddon()
    const engine = new NativeEngine(() => addon)
    engine.start(options)
    calls.length = 0
    engine.beginFile()
    engine.traceExactly(true)
    engine.traceExactly(false)
    expect(calls).toEqual([])
  })

  test('sampled mode passes the interval', () => {
    const { engine, calls } = fakeAddon()
    engine.start({ ...options, mode: 'sampled', lines: 'fast' })
    expect(calls).toMatchObject([['start', { interval: 16384, lines: 'fast' }]])
    expect(engine.info()).toMatchObject({ mode: 'sampled', lines: 'approximate', interval: 16384 })
    expect(engine.info().notice).toBeUndefined()
  })

  test('approximate lines, where exact ones were asked for, come with the reason', () => {
    const { engine } = fakeAddon({ ...ok, lines: 'approximate', reason: 'no table of bytecode lengths' })
    engine.start(options)
    expect(engine.info().lines).toBe('approximate')
    expect(engine.info().notice).toMatch(/^Lines are approximate on V8 \d.* \(no table of bytecode lengths\): update /)
  })

  test('a tracer that another copy of the module has started is joined', () => {
    const { addon, engine, calls } = fakeAddon()
    engine.start(options)
    const second = new NativeEngine(() => addon)
    second.start(options)
    expect(second.tracing).toBe(true)
    expect(calls).toHaveLength(1)
  })

  test('off-heap buffers that cannot be traced are said to be missing, with the reason', () => {
    const { engine } = fakeAddon({ ...ok, buffers: "memory outside of V8's heap: the allocator was not recognised" })
    engine.start(options)
    expect(engine.info().notice).toBe("Not traced: memory outside of V8's heap: the allocator was not recognised.")
  })

  test('failures carry the code, and words', () => {
    const start = (code: string, reason: string) => {
      const { engine } = fakeAddon({ ok: false, code, reason, lines: 'approximate', buffers: '' })
      return thrown(() => engine.start(options))
    }
    expect(start('ANOTHER_SAMPLER', '')).toMatchObject({
      code: 'ANOTHER_SAMPLER',
      message: expect.stringMatching(/^Another heap sampler already runs .*--heap-prof.*: stop it/),
    })
    expect(start('SELF_CHECK', 'the vtable is elsewhere')).toMatchObject({
      code: 'SELF_CHECK',
      message: `The native tracer cannot trace V8 ${process.versions.v8} (Node ${process.version}): the vtable is elsewhere.`,
    })
  })

  test('a missing addon is one sentence with the command that mends it', () => {
    const cause = new Error('No native build was found')
    const error = thrown(
      () =>
        new NativeEngine(() => {
          throw cause
        }),
    )
    expect(error).toMatchObject({ code: 'NO_ADDON', cause })
    expect(String(error)).toContain(`Node ${process.version} (ABI ${process.versions.modules}, `)
    expect(String(error)).toMatch(/run `npm run build:native` in your checkout of tracemalloc, and install it again\.$/)
  })
})

describe('read', () => {
  test('turns columns into records, oldest frame first', () => {
    const { engine, calls } = fakeAddon()
    const main = { filename: '/app/main.js', lineno: 10, column: 5, functionName: 'main', quality: 'exact' }
    const leak = {
      filename: 'file:///app/leak.mjs',
      lineno: 20,
      column: 0,
      functionName: 'leak',
      quality: 'approximate',
    }
    expect(engine.read(1)).toEqual([
      {
        mark: 1,
        traceback: [main, leak],
        totalFrames: 9,
        tracebackId: 7,
        domain: 'heap',
        retained: { bytes: 16, count: 1 },
        allocated: { bytes: 32, count: 2, error: 10 },
      },
      {
        mark: 2,
        traceback: [main],
        totalFrames: 1,
        tracebackId: 8,
        domain: 'code',
        retained: { bytes: 24, count: 2 },
        allocated: { bytes: 24, count: 2 },
      },
    ])
    expect(calls.at(-1)).toEqual(['read', 1, 0xffffffff, undefined])
    const roleOf = () => role.user
    engine.read(1, 2, { roleOf, testMarks: new Set([1]) })
    expect(calls.at(-1)).toEqual(['read', 1, 2, { roleOf, testMarks: Uint32Array.of(1) }])
  })

  test('equal frames are one object, within and across readings', () => {
    const { engine } = fakeAddon()
    const [first, second] = engine.read(0)
    expect(first?.traceback[0]).toBe(second?.traceback[0])
    expect(engine.read(0)[0]?.traceback[1]).toBe(first?.traceback[1])
  })
})

test('pauses nest, and a resume too many does nothing', () => {
  const { engine, calls } = fakeAddon()
  engine.pause()
  engine.pause()
  engine.resume()
  expect(calls).toEqual([['pause']])
  engine.resume()
  engine.resume()
  expect(calls).toEqual([['pause'], ['resume']])
})

test('the rest is passed on', () => {
  const { engine, calls } = fakeAddon()
  expect([engine.mark(), engine.allocatedSince(1), engine.aliveSince(2)]).toEqual([3, 100, 50])
  for (const kind of ['minor', 'full', 'lowMemory'] as const) engine.collect(kind)
  engine.forget(4)
  engine.resetPeak()
  expect(calls.slice(3)).toEqual([['collect', 0], ['collect', 1], ['collect', 2], ['forget', 4], ['resetPeak']])
  expect(engine.tracedMemory()).toEqual({ current: 7, peak: 9 })
  expect(engine.ownMemory()).toBe(11)
})

test('garbage collections are told as lists, with their kinds', () => {
  const { engine, calls } = fakeAddon()
  engine.garbageLog.watch()
  expect(engine.garbageLog.take()).toEqual({
    age: [9, 1],
    duration: [0.5, 0.25],
    freed: [4096, 0],
    kind: ['minor', 'measuring'],
    leftOut: 3,
  })
  expect(calls).toEqual([['watchCollections'], ['takeCollections']])
})
