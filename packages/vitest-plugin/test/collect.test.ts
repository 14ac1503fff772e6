import { describe, expect, it } from 'vitest'
import type { TestModule } from 'vitest/node'
import { collect } from '../src/collect.js'
import { type CompactFile, compact } from '../src/compact.js'
import { file, test } from './results.js'

interface Case {
  readonly id: string
  readonly fullName: string
  readonly state: string
}

/** The part of Vitest's test module that is read. */
const moduleWith = (tracemalloc: CompactFile | undefined, cases: readonly Case[]): TestModule =>
  ({
    meta: () => ({ tracemalloc }),
    children: { allTests: () => cases.map(it => ({ ...it, result: () => ({ state: it.state }) })) },
  }) as unknown as TestModule

describe('collect', () => {
  it('takes states and order from Vitest, and adds tests that had no window', () => {
    const traced = compact(file({ tests: [test({ name: 'a' }), test({ name: 'b' })] }), ['1', '3'])
    const cases = [
      { id: '1', fullName: 'a', state: 'failed' },
      { id: '2', fullName: 'x', state: 'skipped' },
      { id: '3', fullName: 'b', state: 'passed' },
      { id: '4', fullName: 'y', state: 'pending' },
    ]
    const [result] = collect([moduleWith(traced, cases)]).files
    expect(result?.tests.map(({ name, state, sites }) => [name, state, sites.length])).toEqual([
      ['a', 'failed', 1],
      ['x', 'skipped', 0],
      ['b', 'passed', 1],
      ['y', 'skipped', 0],
    ])
    expect(result?.tests[0]).not.toHaveProperty('id')
  })

  it('sorts files, and tells each reason for untraced ones once', () => {
    const untraced = moduleWith({ version: 1, notice: 'no tracer' }, [])
    const modules = ['b', 'a'].map(name => moduleWith(compact(file({ file: name, tests: [] }), []), []))
    const collected = collect([untraced, ...modules, untraced, moduleWith(undefined, [])])
    expect(collected.files.map(it => it.file)).toEqual(['a', 'b'])
    expect(collected.notices).toEqual(['no tracer'])
  })
})
