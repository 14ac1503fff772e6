import { describe, expect, it } from 'vitest'
import { expectLeaks } from '../e2e/leaks.js'
import { type VitestReport, verdicts } from '../e2e/project.js'
import { JestProject } from './project.js'

const own = `
const { checkLeaks } = require('jest-tracemalloc')
const kept = []
const leak = () => void kept.push({})
it('looks', () => {
  checkLeaks({ warmups: 1, runs: 2 })
  leak()
})
it('does not look', leak)
it('is wrong', () => checkLeaks({ run: 2 }))
it.failing('is expected to fail', () => {
  checkLeaks()
  throw new Error('as expected')
})
it('is not made to be run again', () => {
  checkLeaks()
  kept.again = (kept.again ?? 0) + 1
  if (kept.again > 1) throw new Error('again')
})
describe('a suite', () => {
  checkLeaks({ runs: 1 })
  it('looks', leak)
  it('does not look', () => {
    checkLeaks(false)
    leak()
  })
})
`

/** Runs test files with Jest's own JSON. */
async function run(config: object, args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const project = new JestProject(config)
  for (const [file, source] of Object.entries(files)) project.write(file, source)
  const output = await project.run([...args, '--json', '--outputFile=out/jest.json'])
  return { output, tests: verdicts(project.json<VitestReport>('out/jest.json')), run: project.result() }
}

describe('tests that are run again and again under Jest', () => {
  it.each([
    ['exact', { leaks: true }],
    ['sampled', { leaks: { files: 'test/leaks.test.ts' }, mode: 'sampled' }],
  ])('fail in %s mode when they leak', async (_, config) => {
    const { output, tests, run: result } = await run(config, ['test/leaks'])
    expectLeaks(tests, result)
    expect(output.stderr).toMatch(/^Run again to find leaks: 11 tests, 3 of them leak$/m)
    expect(output.stderr).toMatch(/^Tests: +3 failed, 8 passed, 11 total$/m)
  })

  it.each(['exact', 'sampled'])('are those that ask for it, in %s mode', async mode => {
    const { tests, output } = await run({ mode }, ['test/own'], { 'test/own.test.js': own })
    const messages = (name: string) => tests.get(name)?.failureMessages.join('\n') ?? ''
    expect(messages('looks')).toMatch(/test leaks: \+\d+ B, \+\d+ B \(2 runs after [12] warm-ups?\)/)
    expect(messages('a suite > looks')).toMatch(/test leaks: \+\d+ B \(1 run after 3 warm-ups\)/)
    expect(messages('is wrong')).toContain('Unknown option leaks.run in test "is wrong". Did you mean runs?')
    expect(messages('is not made to be run again')).toMatch(/^Error: again/)
    for (const name of ['does not look', 'is expected to fail', 'a suite > does not look'])
      expect([name, tests.get(name)?.status]).toEqual([name, 'passed'])
    expect(output.stderr).toMatch(/^Tests: +4 failed, 3 passed, 7 total$/m)
  })
})
