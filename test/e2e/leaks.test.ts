import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { expectLeaks } from './leaks.js'
import { Project, type VitestReport, verdicts } from './project.js'

/** Runs a test file of the fixture with Vitest's JSON reporter beside ours. */
async function run(config: object, args: readonly string[] = [], files: Readonly<Record<string, string>> = {}) {
  const project = new Project('suite').write('tracemalloc.config.json', { outputFile: 'out/result.json', ...config })
  for (const [file, source] of Object.entries(files)) project.write(file, source)
  const json = ['--reporter=json', '--outputFile.json=out/vitest.json']
  const output = await project.run([...(args.length ? args : ['leaks']), '--reporter=tracemalloc', ...json])
  const tests = verdicts(project.json<VitestReport>('out/vitest.json'))
  return { output, tests, run: project.json<RunResult>('out/result.json') }
}

const own = `
import { expect, it } from 'vitest'
const kept: object[] = []
const leak = () => void kept.push({})
it('looks', { meta: { leaks: { warmups: 1, runs: 2 } } }, leak)
it('looks again when tried again', { meta: { leaks: true }, retry: 1 }, leak)
it('does not look', leak)
it('is wrong', { meta: { leaks: { run: 2 } } }, leak)
it.concurrent('is concurrent', { meta: { leaks: true } }, async () => leak())
it.fails('is expected to fail', { meta: { leaks: true } }, () => expect(1).toBe(2))
let runs = 0
it('fails once', { meta: { leaks: true }, retry: 1 }, () => {
  leak()
  expect(runs++).not.toBe(1)
})
`

describe('tests that are run again and again', () => {
  it.each([
    ['forks', { leaks: true }],
    ['vmThreads', { leaks: { files: 'test/leaks.test.ts' }, mode: 'sampled' }],
  ])('fail in the pool %s when they leak', async (pool, config) => {
    const { output, tests, run: result } = await run(config, ['leaks', `--pool=${pool}`])
    expect(output.code).toBe(1)
    expectLeaks(tests, result)
    expect(output.stdout).toMatch(/^Run again to find leaks: 11 tests, 3 of them leak$/m)
    expect(output.stdout).toMatch(/^ {2}test\/leaks\.test\.ts > leaks > keeps little: leaks: \+\d+ B, /m)
  })

  it('are those that ask for it', async () => {
    const { tests } = await run({}, ['own'], { 'test/own.test.ts': own })
    const messages = (name: string) => tests.get(name)?.failureMessages.join('\n') ?? ''
    expect(messages('looks')).toMatch(/test leaks: \+\d+ B, \+\d+ B \(2 runs after 1 warm-up\)/)
    expect(messages('looks again when tried again')).toMatch(/test leaks: .*\(3 runs after 4 warm-ups\)/)
    expect(messages('is wrong')).toContain('Unknown option leaks.run in test "is wrong". Did you mean runs?')
    for (const name of ['does not look', 'is concurrent', 'is expected to fail', 'fails once'])
      expect([name, tests.get(name)?.status]).toEqual([name, 'passed'])
  })
})
