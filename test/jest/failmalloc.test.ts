import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { testsOf, type VitestReport, verdicts } from '../e2e/project.js'
import { expectSweeps } from '../e2e/sweeps.js'
import { JestProject } from './project.js'

const file = 'test/uploads.test.ts'
const json = ['--json', '--outputFile=out/jest.json']

const statesOf = (project: JestProject) => {
  const tests = verdicts(project.json<VitestReport>('out/jest.json'))
  return new Map([...tests].map(([name, { status }]) => [name, status]))
}

describe('tests that are run with failing allocations', () => {
  it('are failed for what they handle badly, and for nothing else', async () => {
    const project = new JestProject({ mode: 'sampled', failmalloc: { files: file } })
    const output = await project.run([file, ...json])
    expect(output.code).toBe(1)
    expectSweeps(project.result(), statesOf(project))
    expect(output.stderr).toMatch(
      /FailmallocError: 2 of 2 allocations failed in turn: 1 handled badly\n +#2 src\/uploads\.ts:/,
    )
    expect(output.stderr).toContain(
      "replay with FAILMALLOC=nth:2 npx jest --reporters=jest-tracemalloc test/uploads.test.ts -t '^mistaken leaks$'",
    )
    expect(output.stderr).not.toContain('Leaked context')
    expect(output.stderr).toMatch(/^Tests: +5 failed, 5 passed, 10 total$/m)
  })

  it('is what a test, a suite or a file asks for, which keeps its snapshots and tells nobody', async () => {
    const project = new JestProject({ failmalloc: {} })
    project.write(
      'test/own.test.js',
      `const { failmalloc } = require('jest-tracemalloc')
const { mendedResize, resize } = require('../src/uploads.ts')
describe('suite', () => {
  failmalloc({ max: 1 })
  test('asks', () => {
    failmalloc()
    expect(resize()).toBe(900)
  })
  test('does with its suite', done => {
    expect({ size: mendedResize() }).toMatchSnapshot()
    expect({ size: mendedResize() }).toMatchSnapshot()
    done()
  })
  test('does not', () => {
    failmalloc(false)
    expect(resize()).toBe(900)
  })
})
test('asks wrongly', () => failmalloc({ maks: 1 }))
test('does not ask', () => expect(resize()).toBe(900))
let runs = 0
test('cannot be run again', () => {
  failmalloc()
  expect(runs++).toBe(0)
})
`,
    )
    const output = await project.run(['test/own.test.js', '--verbose', ...json])
    expect(output.code).toBe(1)
    const results = testsOf(project.json<RunResult>('out/result.json'), 'test/own.test.js')
    expect([...statesOf(project)].map(([name, state]) => [name, state, results.get(name)?.failmalloc?.tried])).toEqual([
      ['suite > asks', 'failed', 2],
      ['suite > does with its suite', 'passed', 1],
      ['suite > does not', 'passed', undefined],
      ['asks wrongly', 'failed', undefined],
      ['does not ask', 'passed', undefined],
      ['cannot be run again', 'passed', 0],
    ])
    expect(output.stderr).toContain('Did you mean max?')
    expect(project.read('test/__snapshots__/own.test.js.snap').match(/^exports/gm)).toHaveLength(2)
    const again = await project.run(['test/own.test.js', '--ci'])
    expect(again.stderr).toMatch(/^Snapshots: +2 passed, 2 total$/m)
  })
})
