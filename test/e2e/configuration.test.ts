import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import type { Output } from './installed.js'
import { Project, testsOf, vitestMajor } from './project.js'

const file = 'test/amounts.test.ts'
const fromPlugin = (options: string) => `
import { defineConfig } from 'vitest/config'
import tracemalloc from 'tracemalloc/plugin'
export default defineConfig({ plugins: [tracemalloc(${options})], test: { include: ['test/**/*.test.ts'] } })
`
const fromReporters = (options: string) => `
import { defineConfig } from 'vitest/config'
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], reporters: ['default', ['tracemalloc', ${options}]] },
})
`

const judgedBy = ({ text }: Output): (string | undefined)[] =>
  Array.from(
    text.matchAll(/MemoryBudgetError: (\w+ retained).*, budget ([\d.]+ \w+)/g),
    match => `${match[1]} ${match[2]}`,
  )

describe('options', () => {
  it('of the reporter win over the config file, metric by metric', async () => {
    const project = new Project('suite')
      .write('vitest.config.ts', fromReporters("{ budgets: { test: { retained: '100 KiB' } }, top: 1 }"))
      .write('tracemalloc.config.json', {
        budgets: { test: { retained: '1 KiB', allocated: '99 MiB' }, file: { retained: '200 KiB' } },
        outputFile: 'result.json',
      })
    const output = await project.run([file])
    expect(output.code).toBe(1)
    expect(new Set(judgedBy(output))).toEqual(new Set(['test retained 100 KiB', 'file retained 200 KiB']))
    expect(output.text).toMatch(/MemoryBudgetError: test allocated 100 MiB, budget 99\.0 MiB/)
    const run = project.json<RunResult>('result.json')
    expect(run.files[0]?.sites).toHaveLength(1)
    expect(testsOf(run, file).get('amounts > leaks > keeps 64 KiB')?.violations).toEqual([])
  })

  it('come from a TypeScript file, and from package.json', async () => {
    const typed = await new Project('suite')
      .write(
        'tracemalloc.config.ts',
        "import { defineConfig } from 'tracemalloc'\nexport default defineConfig({ overrides: [{ tests: /64/, retained: 1 }] })\n",
      )
      .run([file, '--reporter=tracemalloc'])
    expect(new Set(judgedBy(typed))).toEqual(new Set(['test retained 1 B']))
    const manifest = { type: 'module', tracemalloc: { budgets: { test: { retained: '150 KiB' } } } }
    const inPackage = await new Project('suite').write('package.json', manifest).run([file, '--reporter=tracemalloc'])
    expect(new Set(judgedBy(inPackage))).toEqual(new Set(['test retained 150 KiB']))
  })

  it('of the config hold when the command line names the reporter', async () => {
    const options = "{ budgets: { test: { retained: '100 KiB' } } }"
    const listed = await new Project('suite')
      .write('vitest.config.ts', fromReporters(options))
      .run([file, '--reporter=tracemalloc'])
    expect(new Set(judgedBy(listed))).toEqual(new Set(['test retained 100 KiB']))
    const plugged = await new Project('suite')
      .write('vitest.config.ts', fromPlugin(options))
      .run([file, '--reporter=tracemalloc'])
    expect(new Set(judgedBy(plugged))).toEqual(new Set(['test retained 100 KiB']))
    expect(plugged.stdout.split(/^1 test file: Top /m)).toHaveLength(2)
  })

  it('of the plugin need no reporter on the command line', async () => {
    const project = new Project('suite').write('vitest.config.ts', fromPlugin("{ outputFile: 'a/b/result.json' }"))
    const { code, stdout } = await project.run([file])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ +Tests {2}4 passed/m)
    expect(stdout).toContain('1 test file: Top')
    expect(project.json<RunResult>('a/b/result.json').files).toHaveLength(1)
  })
})

describe('mistakes', () => {
  const stopped = ({ code, stdout, text }: Output, message: string | RegExp) => {
    expect(text).toMatch(message)
    expect(text.split(message)).toHaveLength(2)
    expect(stdout).not.toMatch(/✓|Tests {2}\d/)
    expect(code).toBe(1)
  }

  it('in options stop the run before any test', async () => {
    const project = new Project('suite').write('vitest.config.ts', fromReporters('{ budget: {} }'))
    stopped(await project.run([file]), /"?budget"?.*budgets/)
    const config = new Project('suite').write('tracemalloc.config.json', {
      budgets: { test: { retained: '10 MBzzz' } },
    })
    stopped(
      await config.run([file, '--reporter=tracemalloc']),
      /10 MBzzz.*tracemalloc\.config\.json|tracemalloc\.config\.json.*10 MBzzz/,
    )
  })

  it('in the environment stop the run as well', async () => {
    const output = await new Project('suite').run([file, '--reporter=tracemalloc'], { TRACEMALLOC_ENGINE: 'magic' })
    stopped(output, 'TRACEMALLOC_ENGINE=magic')
  })

  it('in outputFile are told after the report', async () => {
    const project = new Project('suite').write('tracemalloc.config.json', { outputFile: 'package.json/result.json' })
    const { code, text } = await project.run([file, '--reporter=tracemalloc'])
    expect(text).toContain('1 test file: Top')
    expect(text).toContain(`The results could not be written to ${project.path('package.json/result.json')}`)
    expect(code).toBe(1)
  })
})

describe('a tracer that cannot run', () => {
  it('falls back when the addon is missing, and says how to mend it', async () => {
    const { code, stdout } = await new Project('suite').run([file, '--reporter=tracemalloc'], {
      '@TRACEMALLOC/NATIVE_PREBUILD': '/nowhere',
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ +Tests {2}4 passed/m)
    expect(stdout.match(/^.*npm run build:native.*$/gm)).toHaveLength(1)
  })

  it('leaves the tests untraced beside another heap sampler', async () => {
    const args = ["'--heap-prof', '--heap-prof-dir=/tmp/tracemalloc-e2e-profiles'"]
    const project = new Project('suite').write(
      'vitest.config.ts',
      `import { defineConfig } from 'vitest/config'
const execArgv = [${args}]
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], pool: 'forks', execArgv, poolOptions: { forks: { execArgv } } } as object,
})
`,
    )
    const { code, stdout } = await project.run([file, '--reporter=tracemalloc'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ +Tests {2}4 passed/m)
    expect(stdout.match(/^.*Nothing is traced\.$/gm)).toHaveLength(1)
    expect(stdout).not.toContain('Top ')
  })
})

describe('the module', () => {
  it.runIf(vitestMajor >= 4)('is quiet without the reporter', async () => {
    const { code, text } = await new Project('suite').run(['test/budgets.test.ts', '-t', 'limitMemory'])
    expect(text).toMatch(/Tests {2}1 failed \| 2 passed/)
    expect(text).toContain('-1 KiB')
    expect(code).toBe(1)
  })
})
