import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { Project } from './project.js'

const test = "import { it } from 'vitest'\nit('runs', () => {})\n"
const lineOf = (stdout: string, file: string): string | undefined =>
  stdout.split('\n').find(line => line.startsWith(`test/${file}.test.ts: `))

describe('a test file that leaves no results', () => {
  it('is told in a line, and the exit code is that of Vitest', async () => {
    const project = new Project('suite')
      .write('tracemalloc.config.json', { outputFile: 'result.json' })
      .write('test/absent.test.ts', `import '../src/absent.ts'\n${test}`)
      .write('test/throws.test.ts', `${test}throw new Error('its own error')\n`)
      .write(
        'test/before.test.ts',
        `${test}import { beforeAll } from 'vitest'\nbeforeAll(() => { throw new Error() })\n`,
      )
      .write('test/dies.test.ts', `${test}process.kill(process.pid, 'SIGKILL')\n`)
      .write('test/skipped.test.ts', test.replace('it(', 'it.skip('))
      .write('test/runs.test.ts', test)
    const files = ['absent', 'throws', 'before', 'dies', 'skipped', 'runs']
    const args = [...files.map(file => `test/${file}.test.ts`), '--pool=forks', '--reporter=tracemalloc']
    const { code, stdout } = await project.run(args)
    expect(code).toBe(1)
    for (const file of ['absent', 'throws'])
      expect(lineOf(stdout, file)).toBe(`test/${file}.test.ts: not measured: it failed before its first test`)
    expect(lineOf(stdout, 'dies')).toBe('test/dies.test.ts: not measured: it did not come to its end')
    for (const file of ['before', 'runs']) expect(lineOf(stdout, file)).toMatch(/(Top \d+ growth|nothing retained)/)
    expect(lineOf(stdout, 'skipped')).toBeUndefined()
    const run = project.json<RunResult>('result.json')
    expect(run.files.map(({ file }) => file)).toEqual(['test/before.test.ts', 'test/runs.test.ts'])
    expect(stdout).toMatch(/^All 2 test files: /m)
  })
})
