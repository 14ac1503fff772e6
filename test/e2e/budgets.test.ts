import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { Project, testsOf, type Verdict, type VitestReport, verdicts } from './project.js'
import { expectNotRunners, runnerHolds } from './runner-holds.js'

const jsonReporter = ['--reporter=json', '--outputFile.json=out/vitest.json']

/** Runs a test file of the fixture with Vitest's JSON reporter beside ours. */
async function judged(file: string, config: object, args: readonly string[] = []) {
  const project = new Project('suite').write('tracemalloc.config.json', {
    mode: 'exact',
    outputFile: 'out/result.json',
    ...config,
  })
  const output = await project.run([file, '--reporter=tracemalloc', ...jsonReporter, ...args])
  const report = project.json<VitestReport>('out/vitest.json')
  return { project, output, report, tests: verdicts(report), run: project.json<RunResult>('out/result.json') }
}

const message = (verdict: Verdict | undefined): string => verdict?.failureMessages.join('\n') ?? ''

describe('budgets of tests', () => {
  it.each(['forks', 'vmThreads'])('leave out what Vitest keeps of tests that have ended (%s)', async pool => {
    const file = 'test/runner-holds.test.ts'
    const budgets = { mode: 'exact', outputFile: 'out/result.json', budgets: { test: { retained: '256 KiB' } } }
    const project = new Project('suite')
      .write(file, runnerHolds("import { beforeAll, expect, test, vi } from 'vitest'", 'vi'))
      .write('tracemalloc.config.json', budgets)
    await project.run([file, '--reporter=tracemalloc', ...jsonReporter, `--pool=${pool}`])
    expectNotRunners(
      verdicts(project.json<VitestReport>('out/vitest.json')),
      project.json<RunResult>('out/result.json'),
      file,
    )
  })

  it('are judged to the byte in sampled mode too, where a test has its own', async () => {
    const { tests, run } = await judged('test/budgets.test.ts', { mode: 'sampled' })
    expect(run.engine.mode).toBe('sampled')
    for (const name of ['meta > over', 'limitMemory > over']) {
      expect(message(tests.get(name))).toMatch(/^MemoryBudgetError: test retained ~?32\.\d KiB, budget 16\.0 KiB/m)
    }
    expect(tests.get('meta > under')?.status).toBe('passed')
  })

  it('come from meta and limitMemory, and fail what is over them', async () => {
    const { project, output, tests, run } = await judged('test/budgets.test.ts', {})
    expect(output.code).toBe(1)

    const over = tests.get('meta > over')
    expect(over?.status).toBe('failed')
    expect(message(over)).toMatch(/^MemoryBudgetError: test retained 32\.0 KiB, budget 16\.0 KiB \(2\.0x\)$/m)
    expect(message(over)).toMatch(/^ {2}src\/keep\.ts:20 +32\.0 KiB in [12] objects?: 1 × Array/m)
    // Of modules of Vitest 3 the holder is not found yet.
    expect(message(over)).toMatch(/^ {4}held by: kept \(Array, module src\/keep\.ts:\d+\)/m)
    expect(message(over)).toContain(`    at keep (${project.path('src/keep.ts')}:20:`)
    expect(tests.get('meta > under')?.status).toBe('passed')
    expect(message(tests.get('meta > allocated'))).toMatch(
      /MemoryBudgetError: test allocated [45]\d{3} KiB, budget 1024 KiB/,
    )
    expect(message(tests.get('meta > wrong size'))).toContain('16 KiBzzz')

    expect(message(tests.get('limitMemory > over'))).toContain(
      'MemoryBudgetError: test retained 32.0 KiB, budget 16.0 KiB',
    )
    expect(tests.get('limitMemory > wins over meta')?.status).toBe('passed')
    expect(message(tests.get('limitMemory > wrong size'))).toContain('-1 KiB')

    expect(tests.get('attempts > over only at first')?.status).toBe('passed')
    expect(message(tests.get('attempts > over in every repeat'))).toContain('MemoryBudgetError')

    expect(tests.get('expected to fail > fails')?.status).toBe('passed')
    expect(message(tests.get('expected to fail > does not fail'))).toContain('Expect test to fail')

    expect(message(tests.get('over with fake timers'))).toContain('MemoryBudgetError')
    expect(message(tests.get('fails and is over'))).toContain('its own error')

    const results = testsOf(run, 'test/budgets.test.ts')
    expect([...results.keys()].sort()).toEqual([...tests.keys()].sort())
    for (const [name, { state }] of results) expect([name, state]).toEqual([name, tests.get(name)?.status])
    expect(results.get('meta > over')?.violations).toMatchObject([
      { scope: 'test', file: 'test/budgets.test.ts', test: 'meta > over', metric: 'retained', limitBytes: 16 * 1024 },
    ])
    // Tests that passed in the end are not among them.
    expect(new Set(run.violations.map(violation => violation.test))).toEqual(
      new Set([
        'meta > over',
        'meta > allocated',
        'limitMemory > over',
        'attempts > over in every repeat',
        'expected to fail > does not fail',
        'over with fake timers',
      ]),
    )
    expect(results.get('attempts > over in every repeat')?.state).toBe('failed')
  })

  it('come from the options; overrides win over them, and nothing is judged that runs concurrently', async () => {
    const budgets = { test: { retained: '16 KiB' } }
    const overrides = [{ files: 'test/amounts.*', tests: 'keeps 64 KiB', retained: '1 MiB' }]
    const { tests, output } = await judged('test/amounts.test.ts', { budgets, overrides }, ['test/concurrent.test.ts'])
    expect(output.code).toBe(1)
    expect(tests.get('amounts > leaks > keeps 64 KiB')?.status).toBe('passed')
    const over = tests.get('amounts > leaks > keeps 2 times 96 KiB')
    expect(message(over)).toContain('MemoryBudgetError: test retained 192 KiB, budget 16.0 KiB (12.0x)')
    expect([...tests.values()].filter(test => test.status === 'failed')).toEqual([over])
  })
})

describe('budgets of files and runs', () => {
  it('fail the file, with the line that allocated most', async () => {
    const { output, report, run } = await judged(
      'test/amounts.test.ts',
      { budgets: { file: { retained: '100 KiB' } } },
      ['--reporter=default'],
    )
    expect(output.code).toBe(1)
    expect(report.testResults[0]).toMatchObject({ status: 'failed' })
    expect(run.files[0]?.violations).toMatchObject([{ scope: 'file', metric: 'retained', limitBytes: 100 * 1024 }])
    expect(output.text).toMatch(/MemoryBudgetError: file retained 2\d\d KiB, budget 100 KiB/)
    expect(output.text).toMatch(/❯ keep src\/keep\.ts:20:\d+\n(.*\n)*? +20\| +kept\[next\+\+\] = new Array\(length\)/)
  })

  it('fail the run, which is judged once for all files', async () => {
    const { output, run, report } = await judged(
      'test/amounts.test.ts',
      { budgets: { run: { retained: '300 KiB' } } },
      ['test/concurrent.test.ts'],
    )
    expect(report.testResults.map(file => file.status)).toEqual(['passed', 'passed'])
    expect(output.code).toBe(1)
    expect(run.violations).toMatchObject([{ scope: 'run', file: '', test: '', metric: 'retained' }])
    expect(output.stdout).toMatch(/run retained [34]\d\d KiB, budget 300 KiB/)
  })
})
