import { describe, expect, it } from 'vitest'
import { testsOf, type Verdict, type VitestReport, verdicts } from '../e2e/project.js'
import { expectNotRunners, runnerHolds } from '../e2e/runner-holds.js'
import { JestProject, jestMajor } from './project.js'

const message = (verdict: Verdict | undefined): string => verdict?.failureMessages.join('\n') ?? ''

/** Runs test files with Jest's own JSON. */
async function judged(config: object, files: readonly string[], args: readonly string[] = []) {
  const project = new JestProject(config)
  const output = await project.run(['--json', '--outputFile=out/jest.json', ...args, ...files])
  const report = project.json<VitestReport>('out/jest.json')
  return { project, output, report, tests: verdicts(report), run: project.result() }
}

describe('budgets under Jest', () => {
  it('leave out what Jest keeps of tests that have ended', async () => {
    const file = 'test/runner-holds.test.ts'
    const project = new JestProject({ budgets: { test: { retained: '256 KiB' } } })
    project.write(file, runnerHolds('', 'jest'))
    await project.run([file, '--json', '--outputFile=out/jest.json'])
    expectNotRunners(verdicts(project.json<VitestReport>('out/jest.json')), project.result(), file)
  })

  it('of limitMemory and of the docblock fail what is over them', async () => {
    const { project, output, report, tests, run } = await judged({}, ['limits', 'docblock', 'attempts'])
    expect(output.code).toBe(1)

    const over = message(tests.get('in a test > over'))
    expect(over).toMatch(/^MemoryBudgetError: test retained 32\.0 KiB, budget 16\.0 KiB \(2\.0x\)$/m)
    expect(over).toMatch(/^ {2}src\/keep\.ts:20 +32\.0 KiB in [12] objects?: 1 × Array/m)
    expect(over).toMatch(/^ {4}held by: kept \(Array, module src\/keep\.ts:\d+\)/m)
    expect(over).toContain(`    at keep (${project.path('src/keep.ts')}:20:`)
    expect(output.stderr).toMatch(/> 20 \|\s+kept\[next\+\+\] = new Array\(length\)/)
    const wrong = message(tests.get('in a test > wrong'))
    expect(wrong).toContain('-1 KiB')
    expect(wrong).toContain(`${project.path('test/limits.test.ts')}:10:`)
    expect(message(tests.get('in a test > fails and is over'))).toMatch(/^Error: its own error/)
    for (const name of ['in a suite > over', 'in a suite > over with fake timers', 'over'])
      expect(message(tests.get(name))).toContain('test retained 32.0 KiB, budget 16.0 KiB')
    expect(message(tests.get('in a suite > in a suite > over both'))).toMatch(
      /test retained 32\.0 KiB, budget 16\.0 KiB[\s\S]*test allocated 32\.\d KiB, budget 8192 B/,
    )
    for (const name of ['in a test > is expected to fail', 'in a suite > under', 'in a suite > raised', 'under'])
      expect([name, tests.get(name)?.status]).toEqual([name, 'passed'])
    expect(tests.get('over only at first')?.status).toBe('passed')
    expect(message(tests.get('over in every attempt'))).toContain('MemoryBudgetError')

    const [docblock] = report.testResults.filter(file => file.name.endsWith('docblock.test.js'))
    expect(docblock).toMatchObject({ status: 'failed' })
    expect(docblock?.message).toMatch(/MemoryBudgetError: file retained 4\d\.\d KiB, budget 40\.0 KiB/)

    const results = testsOf(run, 'test/limits.test.ts')
    for (const [name, { state }] of results) expect([name, state]).toEqual([name, tests.get(name)?.status])
    expect(results.get('in a suite > over')?.violations).toMatchObject([
      { scope: 'test', file: 'test/limits.test.ts', metric: 'retained', limitBytes: 16 * 1024 },
    ])
    const attempt = ['test', 'test/attempts.test.ts', 'over in every attempt']
    expect(run.violations.map(({ scope, file, test }) => [scope, file, test])).toEqual([
      ...[attempt, attempt, attempt],
      ['test', 'test/docblock.test.js', 'over'],
      ['file', 'test/docblock.test.js', ''],
      ...['in a test > over', 'in a suite > over', 'in a suite > over with fake timers'].map(test => [
        'test',
        'test/limits.test.ts',
        test,
      ]),
      ['test', 'test/limits.test.ts', 'in a suite > in a suite > over both'],
      ['test', 'test/limits.test.ts', 'in a suite > in a suite > over both'],
    ])
  })

  it('of the options fail files, and the run once; none is for tests that run side by side', async () => {
    const config = {
      mode: 'sampled',
      budgets: { test: { retained: '200 KiB' }, run: { retained: '250 KiB' } },
      overrides: [{ files: 'test/amounts.*', budgets: { file: { retained: '100 KiB' } } }],
    }
    const { output, report, run } = await judged(config, ['test/amounts.test.ts', 'test/together.test.js'])
    expect(output.code).toBe(1)
    expect(output.stdout).toBe('')
    expect(report.testResults.map(({ status }) => status).sort()).toEqual(['failed', 'passed'])
    expect(run.violations.map(({ scope, file }) => [scope, file])).toEqual([
      ['file', 'test/amounts.test.ts'],
      ['run', ''],
    ])
    expect(output.stderr).toMatch(/run retained ~3\d\d KiB, budget 250 KiB/)
    // Jest 29 calls them before it says that they start.
    if (jestMajor >= 30) expect(output.stderr).toContain('2 concurrent tests share a window: retained ')
  })
})
