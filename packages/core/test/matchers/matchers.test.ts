import { describe, expect, test } from 'vitest'
import type { MatcherState } from '../../src/matchers/matcher.js'
import { createMatchers } from '../../src/matchers/matchers.js'
import type { Violation } from '../../src/model/result.js'
import type { Expectations } from '../../src/window/expectations.js'

const violation: Violation = {
  scope: 'test',
  project: '',
  file: 'a.test.ts',
  test: '',
  metric: 'retained',
  limitBytes: 1024,
  actualBytes: 4096,
  sites: [],
}

/** Matchers over expectations that are answered by hand; what they were asked. */
function answered(answers: Partial<Expectations> = {}) {
  const asked: unknown[] = []
  const expectations: Expectations = {
    judgeCall: async (_, limits) => {
      asked.push(limits)
      return { violations: [], explained: () => [] }
    },
    isCollected: async target => {
      asked.push(target.deref())
      return true
    },
    holdersOf: () => [],
    ...answers,
  }
  return { asked, matchers: createMatchers(expectations, { Error }) }
}

const state: MatcherState = { isNot: false, promise: '' }
const make = () => ({})

describe('toRetainAtMost, toAllocateAtMost', () => {
  test('judge a call by a size', async () => {
    const { asked, matchers } = answered()
    const retained = await matchers.toRetainAtMost.call(state, make, '1 KiB')
    expect(retained.pass).toBe(true)
    expect(retained.message()).toBe('expected the function to retain more than 1024 B, but it did not')
    await matchers.toAllocateAtMost.call(state, make, 10)
    expect(asked).toEqual([{ retained: 1024 }, { allocated: 10 }])
  })

  test('look for holders only when somebody reads the message', async () => {
    const explained: number[] = []
    const { matchers } = answered({
      judgeCall: async () => ({
        violations: [violation],
        explained: () => [{ ...violation, limitBytes: explained.push(1) }],
      }),
    })
    const { pass, message } = await matchers.toRetainAtMost.call(state, make, '1 KiB')
    expect({ pass, explained }).toEqual({ pass: false, explained: [] })
    expect(message()).toBe('the function retained 4096 B, limit 1 B (4096x)')
    expect(explained).toEqual([1])
  })

  test.each([
    ['16 kob', make, 'BAD_SIZE'],
    ['1 KiB', 16, 'BAD_EXPECTATION'],
  ])('refuse %s of %s', async (size, received, code) => {
    const { matchers } = answered()
    await expect(matchers.toRetainAtMost.call(state, received, size)).rejects.toMatchObject({ code })
    await expect(matchers.toAllocateAtMost.call(state, received, size)).rejects.toMatchObject({ code })
  })
})

describe('toBeCollected', () => {
  test.each([
    ['what a function makes', make],
    ['what it makes later', async () => ({})],
    ['a WeakRef', new WeakRef(make)],
    ['an object', {}],
  ])('looks at %s', async (_, received) => {
    const { asked, matchers } = answered()
    const { pass, message } = await matchers.toBeCollected.call(state, received)
    expect(pass).toBe(true)
    expect(message()).toContain('nothing holds it')
    expect(asked).toHaveLength(1)
  })

  test('says who holds it', async () => {
    const { matchers } = answered({ isCollected: async () => false, holdersOf: () => ['held by: desks (Array)'] })
    const { pass, message } = await matchers.toBeCollected.call(state, make)
    expect(pass).toBe(false)
    expect(message()).toMatch(
      /^expected the object to be collected, but something still holds it\n {2}held by: desks \(Array\)\n/,
    )
  })

  test('judges by itself when it is waited for as Vitest and Jest do, so that they need not hold the object', async () => {
    const { matchers } = answered({ isCollected: async () => false })
    const judge = () => {
      throw new Error('holds the object')
    }
    const waited = matchers.toBeCollected.call(state, make).then(judge)
    await expect(waited).rejects.toThrow('expected the object to be collected')
    const negated = matchers.toBeCollected.call({ ...state, isNot: true }, make).then(judge)
    await expect(Promise.resolve(negated)).resolves.toBeUndefined()
  })

  test.each([
    ['a number', () => 16, ''],
    ['nothing', () => undefined, ''],
    ['a promise that holds it', Promise.resolve({}), 'resolves'],
  ])('refuses %s', async (_, received, promise) => {
    const { matchers } = answered()
    const result = matchers.toBeCollected.call({ ...state, promise }, received)
    await expect(Promise.resolve(result)).rejects.toMatchObject({ code: 'BAD_EXPECTATION' })
  })
})
