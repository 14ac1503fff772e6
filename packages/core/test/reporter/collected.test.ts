import { describe, expect, it } from 'vitest'
import { compact } from '../../src/model/compact.js'
import { collect, type TestOutcome } from '../../src/reporter/collected.js'
import { amount, fileResult, site, testResult } from '../model/hand-made-results.js'

const traced = (name: string) => testResult({ name, sites: [site({ retained: amount(64) })] })
const outcome = (id: string, name: string, state: TestOutcome['state']): TestOutcome => ({ id, name, state })

describe('collect', () => {
  it('takes states and order from the runner, and adds tests that had no window', () => {
    const sent = compact(fileResult({ tests: [traced('a'), traced('b')] }), ['1', '3'])
    const tests = [outcome('1', 'a', 'failed'), outcome('2', 'x', 'skipped'), outcome('3', 'b', 'passed')]
    const [result] = collect([{ sent, tests }]).files
    expect(result?.tests.map(({ name, state, sites }) => [name, state, sites.length])).toEqual([
      ['a', 'failed', 1],
      ['x', 'skipped', 0],
      ['b', 'passed', 1],
    ])
    expect(result?.tests[0]).not.toHaveProperty('id')
  })

  it('adds what was found out after the file was sent', () => {
    const leakedContext = { retained: amount(64), sites: [site()] }
    const [result] = collect([{ sent: compact(fileResult(), []), leakedContext, tests: [] }]).files
    expect(result?.leakedContext).toEqual(leakedContext)
  })

  it('sorts files, and tells each reason for untraced ones once', () => {
    const untraced = { sent: { version: 1, notice: 'no tracer' } as const, tests: [] }
    const files = ['b', 'a'].map(file => ({ sent: compact(fileResult({ file, tests: [] }), []), tests: [] }))
    const collected = collect([untraced, ...files, untraced, { sent: undefined, tests: [] }])
    expect(collected.files.map(it => it.file)).toEqual(['a', 'b'])
    expect(collected.notices).toEqual(['no tracer'])
  })
})
