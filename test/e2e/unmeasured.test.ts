import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { Project, vitestMajor } from './project.js'

const failing = (hook: string): string => `import { ${hook} } from 'vitest'\n${hook}(() => { throw new Error() })\n`
const test = "import { it } from 'vitest'\nit('runs', () => {})\n"
const sources: Record<string, string> = {
  absent: `import '../src/absent.ts'\n${test}`,
  after: test + failing('afterAll'),
  before: test + failing('beforeAll'),
  runs: test,
  skipped: test.replace('it(', 'it.skip('),
  throws: `${test}throw new Error('its own error')\n`,
}

async function run(files: Record<string, string>, args: readonly string[] = []) {
  const project = new Project('suite').write('tracemalloc.config.json', { outputFile: 'result.json' })
  for (const [file, source] of Object.entries(files)) project.write(`test/${file}.test.ts`, source)
  const paths = Object.keys(files).map(file => `test/${file}.test.ts`)
  const { code, stdout, text } = await project.run([...paths, '--pool=forks', '--reporter=tracemalloc', ...args])
  const lineOf = (file: string) => stdout.split('\n').find(line => line.startsWith(`test/${file}.test.ts: `))
  return { project, code, stdout, text, lineOf }
}

describe('a test file that leaves no results', () => {
  it('is told in a line, and the exit code is that of Vitest', async () => {
    const { project, code, lineOf } = await run(sources)
    expect(code).toBe(1)
    for (const file of ['absent', 'throws'])
      expect(lineOf(file)).toBe(`test/${file}.test.ts: not measured: it failed before its first test`)
    expect(lineOf('runs')).toMatch(/Top \d+ growth|nothing retained/)
    expect(lineOf('skipped')).toBeUndefined()
    const hooks = vitestMajor >= 4 ? ['after', 'before'] : []
    const measured = [...hooks, 'runs'].map(file => `test/${file}.test.ts`)
    expect(project.json<RunResult>('result.json').files.map(({ file }) => file)).toEqual(measured)
  })

  it.runIf(vitestMajor < 4)('can be one whose own hooks fail', async () => {
    const { lineOf } = await run(sources)
    expect(lineOf('after')).toBe('test/after.test.ts: not measured: a hook of it failed')
    expect(lineOf('before')).toBe('test/before.test.ts: not measured: it failed before its first test')
  })

  it.runIf(vitestMajor >= 4)('can be one whose worker dies', async () => {
    const { code, lineOf, stdout } = await run({ dies: `${test}process.kill(process.pid, 'SIGKILL')\n`, runs: test })
    expect(code).toBe(1)
    expect(lineOf('dies')).toBe('test/dies.test.ts: not measured: it did not come to its end')
    expect(stdout).toMatch(/^1 test file: /m)
  })

  it.runIf(vitestMajor < 4)(
    'can end Vitest when its worker dies, and then a line says that there is no report',
    async () => {
      const dies = `import { it } from 'vitest'
it('dies', async () => {
  process.kill(process.pid, 'SIGKILL')
  await new Promise(resolve => setTimeout(resolve, 5000))
})
`
      // Vitest starts with the largest file.
      const { code, text } = await run({ runs: test + ' '.repeat(1000), dies }, ['--no-file-parallelism'])
      expect(code).toBe(1)
      expect(text.split('\n').filter(line => /no report|not measured/.test(line))).toEqual([
        'Vitest ended before its run did: there is no report (test files measured: 1).',
        'test/dies.test.ts: not measured: it did not come to its end',
      ])
    },
  )
})
