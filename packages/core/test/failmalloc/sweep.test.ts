import { createRequire } from 'node:module'
import { afterEach, describe, expect, test } from 'vitest'
import { disable } from '../../src/failmalloc/enable.js'
import { sweep } from '../../src/failmalloc/sweep.js'
import type { SweepResult } from '../../src/model/sweep-result.js'
import { formatSweep } from '../../src/model/sweep-text.js'
import { isTracing, start, stop } from '../../src/tracer.js'

const jobs: Record<string, () => unknown> = createRequire(import.meta.url)('./jobs.cjs')
const job = (name: string): (() => unknown) => jobs[name] as () => unknown

const file = 'packages/core/test/failmalloc/jobs.cjs'
const found = ({ failures }: SweepResult) => failures.map(it => [it.outcome, it.nth, it.site.function, it.sizeBytes])

afterEach(() => {
  disable()
  stop()
})

describe('sweep', () => {
  test('finds a state that is half-written', async () => {
    const result = await sweep(job('halfWritten'))
    expect(result.count).toBe(1)
    expect(found(result)).toEqual([['state', 1, 'exports.halfWritten', 500]])
    expect(result.failures[0]?.site).toEqual({ file, line: 29, function: 'exports.halfWritten' })
  })

  test('finds a leak on the error path, and how much', async () => {
    const result = await sweep(job('leaks'))
    expect(result.count).toBe(2)
    expect(found(result)).toEqual([['leaked', 2, 'exports.leaks', 900]])
    expect(result.failures[0]?.retained).toBeGreaterThanOrEqual(2000)
    expect(result.failures[0]?.retained).toBeLessThan(3000)
  })

  test('takes what the next run replaces for no leak', async () => {
    expect(found(await sweep(job('remembers')))).toEqual([])
  })

  test('finds a swallowed error', async () => {
    expect(found(await sweep(job('swallows')))).toEqual([['swallowed', 1, 'cached', 800]])
  })

  test('finds an error that hides the failure, and accepts one that names it as its cause', async () => {
    expect(found(await sweep(job('throwsOther')))).toEqual([['threw', 1, 'exports.throwsOther', 800]])
    expect(found(await sweep(job('wraps')))).toEqual([])
  })

  test('finds nothing in code that handles all of it', async () => {
    const result = await sweep(job('handledWell'))
    expect(result).toEqual({ count: 4, tried: 4, failures: [], notices: [] })
    expect(formatSweep(result)).toBe('4 of 4 allocations failed in turn: all handled')
  })

  test('finds errors that nobody catches, and leaves those who listen to them as they were', async () => {
    const listeners = () => [...process.listeners('uncaughtException'), ...process.listeners('unhandledRejection')]
    const before = listeners()
    expect(found(await sweep(job('crashes')))).toEqual([['crashed', 1, '', 800]])
    expect(found(await sweep(job('rejects')))).toEqual([['crashed', 1, 'load', 800]])
    expect(listeners()).toEqual(before)
  })

  test('finds what does not end, be it a promise or a loop', async () => {
    expect(found(await sweep(job('waits'), { timeout: 100 }))).toEqual([['hung', 1, expect.any(String), 800]])
    const options = { timeout: 100, persistent: true }
    expect(found(await sweep(job('insists'), options))).toEqual([['hung', 1, 'exports.insists', 800]])
    expect(found(await sweep(job('insists')))).toEqual([])
  })

  test('awaits async functions', async () => {
    const result = await sweep(async () => {
      await Promise.resolve()
      return job('swallows')()
    })
    expect(found(result)).toEqual([['swallowed', 1, 'cached', 800]])
  })

  test('says when there is nothing to fail', async () => {
    const result = await sweep(() => 1)
    expect(result).toMatchObject({ count: 0, tried: 0, failures: [] })
    expect(result.notices).toEqual(['The function allocates nothing that could fail.'])
  })

  test('says when values cannot be compared', async () => {
    let calls = 0
    const result = await sweep(() => ({ calls: calls++, swallowed: job('swallows')() }))
    expect(result.failures).toEqual([])
    expect(result.notices[0]).toMatch(/does not return the same each time/)
  })

  test('a function that fails by itself cannot be swept', async () => {
    const failing = () => {
      throw new Error('mine')
    }
    await expect(sweep(failing)).rejects.toMatchObject({ code: 'SWEEP' })
  })

  test('leaves tracing as it was', async () => {
    await sweep(job('wraps'))
    expect(isTracing()).toBe(false)
    start()
    await sweep(job('wraps'))
    expect(isTracing()).toBe(true)
  })
})

describe('of many allocations', () => {
  test('a sample is drawn by seed, and said so', async () => {
    const result = await sweep(job('many'), { max: 4, seed: 7 })
    expect([result.count, result.tried]).toEqual([31, 4])
    expect(result.notices).toEqual(['Of 31 allocations a sample of 4 was made to fail (seed 7).'])
  })

  test('shallow takes one of each line', async () => {
    expect(await sweep(job('many'), { shallow: true })).toMatchObject({ count: 31, tried: 2, notices: [] })
  })

  test('persistent lets the later ones fail too', async () => {
    const attempts = () => {
      let failed = 0
      for (let i = 0; i < 3; i++) {
        try {
          new Uint8Array(100)
        } catch {
          failed++
        }
      }
      return failed
    }
    const result = await sweep(attempts, { persistent: true })
    expect(result.failures.map(it => [it.nth, it.outcome, it.replay])).toEqual([
      [1, 'swallowed', 'FAILMALLOC=nth:1,persistent'],
      [2, 'swallowed', 'FAILMALLOC=nth:2,persistent'],
      [3, 'swallowed', 'FAILMALLOC=nth:3,persistent'],
    ])
  })
})

describe('FAILMALLOC', () => {
  afterEach(() => {
    delete process.env.FAILMALLOC
  })

  test('replays one', async () => {
    process.env.FAILMALLOC = 'nth:31'
    expect(await sweep(job('many'))).toMatchObject({ count: 31, tried: 1 })
  })

  test.each(['nth:0', '17', 'nth:x', 'nth:1,again'])('%s is no replay', async value => {
    process.env.FAILMALLOC = value
    await expect(sweep(job('many'))).rejects.toMatchObject({ code: 'BAD_REPLAY' })
  })
})

test('options are checked', async () => {
  await expect(sweep(() => 1, { max: 0 })).rejects.toMatchObject({ code: 'BAD_OPTION' })
  await expect(sweep(() => 1, { seed: 1.5 })).rejects.toMatchObject({ code: 'BAD_OPTION' })
  await expect(sweep(() => 1, { shalow: true } as object)).rejects.toMatchObject({ code: 'UNKNOWN_OPTION' })
})

test('a failure is one line with its replay', () => {
  const site = { file: 'src/a.ts', line: 7, function: 'load' }
  const failure = {
    nth: 2,
    site,
    sizeBytes: 900,
    outcome: 'leaked',
    retained: 2216,
    replay: 'FAILMALLOC=nth:2',
  } as const
  expect(formatSweep({ count: 3, tried: 3, failures: [failure], notices: ['Note.'] })).toBe(
    '3 of 3 allocations failed in turn: 1 handled badly\n' +
      '  #2 src/a.ts:7 (load), 900 B: leaked 2216 B; replay with FAILMALLOC=nth:2\nNote.',
  )
})
