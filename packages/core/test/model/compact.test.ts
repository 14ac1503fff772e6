import { describe, expect, it } from 'vitest'
import type { Site } from '../../src/index.js'
import { compact, expand } from '../../src/model/compact.js'
import { amount, fileResult as file, site, testResult as test, violation } from './hand-made-results.js'

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('compact results', () => {
  it('come back as they were, with the ids of the tests', () => {
    const shrunk = site({ retained: amount(0, 0), live: amount(10), growth: amount(-20, -2) })
    const chain = site({ traceback: ['src/a.ts:1', 'src/cache.ts:27'], domain: 'arraybuffer', estimated: true })
    const guess = (bytes: number, error: number) => ({ ...amount(bytes), error })
    const sampled = site({ retained: guess(10, 4), allocated: guess(20, 6), live: guess(12, 5), growth: guess(-2, 7) })
    const whole = file({
      retained: guess(10, 4),
      sites: [site(), shrunk, chain, sampled],
      tests: [
        test({ sites: [site()], leak: { warmups: 3, growth: [amount(1)], leaks: true, sites: [site()] } }),
        test({ name: 'other', state: 'failed', violations: [violation({ sites: [site()] })] }),
      ],
      violations: [violation({ scope: 'file', sites: [shrunk] })],
    })
    const { tests, ...rest } = expand(throughJson(compact(whole, ['1', '2'])))
    const { tests: originals, ...original } = whole
    expect(rest).toEqual(original)
    expect(tests).toEqual(originals.map((it, index) => ({ ...it, id: `${index + 1}` })))
  })

  it('name each place once', () => {
    const elsewhere = site({ line: 28 })
    const { places } = compact(file({ tests: [test({ sites: [site(), elsewhere] }), test({ sites: [site()] })] }), [
      '1',
      '2',
    ])
    expect(places.map(({ line }) => line)).toEqual([27, 28])
  })

  it('of 1000 tests with 10 sites each take less than a third of the JSON', () => {
    const sites = (id: number): Site[] =>
      Array.from({ length: 10 }, (_, line) => site({ line: (id + line) % 40, retained: amount(id * 8, id) }))
    const tests = Array.from({ length: 1000 }, (_, id) => test({ name: `suite > test ${id}`, sites: sites(id) }))
    const whole = file({ tests })
    const ids = tests.map((_, id) => `-1234567890_0_${id}`)
    const size = JSON.stringify(compact(whole, ids)).length
    expect(size).toBeLessThan(500_000)
    expect(size).toBeLessThan(JSON.stringify(whole).length / 3)
  })
})
