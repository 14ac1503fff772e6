import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { cleanEnvironment, nodeBinary } from './installed.js'
import { Project, testsOf, type VitestReport, verdicts } from './project.js'
import { expectSweeps } from './sweeps.js'

const file = 'test/uploads.test.ts'
const jsonReporter = ['--reporter=json', '--outputFile.json=out/vitest.json']

async function swept(options: object, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const project = new Project('suite').write('tracemalloc.config.json', { outputFile: 'out/result.json', ...options })
  const output = await project.run([...args, '--reporter=tracemalloc', ...jsonReporter], env)
  const tests = verdicts(project.json<VitestReport>('out/vitest.json'))
  return { project, output, tests, run: project.json<RunResult>('out/result.json') }
}

describe('tests that are run with failing allocations', () => {
  it('are failed for what they handle badly, and for nothing else', async () => {
    const { output, tests, run } = await swept({ mode: 'exact', failmalloc: { files: file } }, [file])
    expect(output.code).toBe(1)
    expectSweeps(run, new Map([...tests].map(([name, { status }]) => [name, status])))
    expect(tests.get('mistaken > leaks')?.failureMessages.join()).toMatch(
      /^FailmallocError: .*\n {2}#2 src\/uploads\.ts:/,
    )
    expect(output.text).not.toContain('Unhandled')
    // The failing runs are not the file's.
    expect(run.files[0]?.retained.bytes).toBeLessThan(5000)
  })

  it('are run by a pool of threads as well, and in contexts', async () => {
    for (const pool of ['threads', 'vmForks']) {
      const { tests, run } = await swept({ failmalloc: { files: file } }, [file, `--pool=${pool}`])
      expectSweeps(run, new Map([...tests].map(([name, { status }]) => [name, status])))
    }
  })

  it('need not fail', async () => {
    const { output, run } = await swept({ failmalloc: { tests: 'mistaken > leaks', onlyReport: true } }, [
      file,
      '-t',
      'leaks',
    ])
    expect(output.code).toBe(0)
    expect(output.stdout).toMatch(/^Failing allocations: 1 test, 2 of 2 allocations failed in turn: 1 handled badly$/m)
    expect(output.stdout).toMatch(
      /^ {2}test\/uploads\.test\.ts > mistaken > leaks\n {4}#2 src\/uploads\.ts:\d+ \(resize\), 900 B: leaked /m,
    )
    expect(testsOf(run, file).get('mistaken > leaks')?.state).toBe('passed')
  })

  it('can be replayed by the command that the report shows', async () => {
    const { project, run } = await swept({ failmalloc: { files: file } }, [file, '-t', 'leaks'])
    const replay = testsOf(run, file).get('mistaken > leaks')?.failmalloc?.failures[0]?.replay ?? ''
    expect(replay).toBe(`FAILMALLOC=nth:2 npx vitest run --reporter tracemalloc ${file} -t '^mistaken (> )?leaks$'`)
    const vitest = `${nodeBinary} node_modules/vitest/vitest.mjs`
    const env = { ...cleanEnvironment(), NO_COLOR: '1' }
    const replaying = promisify(execFile)('sh', ['-c', replay.replace('npx vitest', vitest)], {
      cwd: project.root,
      env,
    })
    const { stdout } = await replaying.catch(error => error as { stdout: string })
    expect(stdout).toContain('1 of 2 allocations failed in turn: 1 handled badly')
    expect(stdout).toMatch(/^ *× .*leaks/m)
  })
})

describe('a test', () => {
  it('asks for it itself, and is told what it asks wrongly', async () => {
    const { project } = await swept({ failmalloc: {} }, [file, '-t', 'nothing'])
    project.write(
      'test/own.test.ts',
      `import { expect, test } from 'vitest'
import { mendedResize, resize } from '../src/uploads.ts'
test('asks', { meta: { failmalloc: true }, retry: 1 }, () => expect(resize()).toBe(900))
test('asks for less', { meta: { failmalloc: { max: 1 } }, repeats: 1 }, () => expect(mendedResize()).toBe(900))
test('asks wrongly', { meta: { failmalloc: { maks: 1 } } }, () => {})
test('does not ask', () => expect(resize()).toBe(900))
test.fails('fails', { meta: { failmalloc: true } }, () => expect(resize()).toBe(1))
let runs = 0
test('cannot be run again', { meta: { failmalloc: true } }, () => expect(runs++).toBe(0))
`,
    )
    const { code } = await project.run(['test/own.test.ts', '--reporter=tracemalloc', ...jsonReporter])
    expect(code).toBe(1)
    const tests = verdicts(project.json<VitestReport>('out/vitest.json'))
    const results = testsOf(project.json<RunResult>('out/result.json'), 'test/own.test.ts')
    const states = [...tests].map(([name, { status }]) => [name, status, results.get(name)?.failmalloc?.tried])
    expect(states).toEqual([
      ['asks', 'failed', 2],
      ['asks for less', 'passed', 1],
      ['asks wrongly', 'failed', undefined],
      ['does not ask', 'passed', undefined],
      ['fails', 'passed', 0],
      ['cannot be run again', 'passed', 0],
    ])
    expect(tests.get('asks wrongly')?.failureMessages.join()).toContain('Did you mean max?')
    expect(results.get('cannot be run again')?.failmalloc?.notices.join()).toContain(
      'although nothing has been made to fail',
    )
  })
})
