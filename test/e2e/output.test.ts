import { describe, expect, it } from 'vitest'
import { Project } from './project.js'
import { count, Watched } from './watched.js'

const file = 'test/concurrent.test.ts'
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const escapes = /\u001b\[/

describe('the report', () => {
  it('comes last, with the normal results when it is alone, and without colours', async () => {
    const { stdout, code } = await new Project('suite').run([file, '--reporter=tracemalloc'])
    expect(code).toBe(0)
    expect(stdout).not.toMatch(escapes)
    expect(count(stdout, /^ +Tests {2}2 passed/m)).toBe(1)
    expect(stdout.indexOf('Test Files')).toBeLessThan(stdout.indexOf(`${file}: Top`))
    expect(stdout).toMatch(/^#1: src\/keep\.ts:20: size=96\.\d KiB \(\+96\.\d KiB\), count=\d \(\+\d\), average=.*$/m)
    expect(stdout).toMatch(/^\d+ more: size=/m)
    expect(stdout).toMatch(/^Runner and Node: retained /m)
    expect(stdout).toMatch(/^Total traced memory: size=.* \(\+.*\), count=\d+ \(\+\d+\), average=\d+ B$/m)
    expect(stdout).toMatch(/^Total process memory: size=.* \([+-].*\) \(ignore tracemalloc: .*\)$/m)
    expect(count(stdout, /^1 test file: Top /m)).toBe(1)
  })

  it('does not repeat the results beside another reporter', async () => {
    const { stdout } = await new Project('suite').run([file, '--reporter=tracemalloc', '--reporter=default'])
    expect(count(stdout, /^ +Tests {2}2 passed/m)).toBe(1)
    expect(stdout.indexOf('Test Files')).toBeLessThan(stdout.indexOf(`${file}: Top`))
    const dot = await new Project('suite').run([file, '--reporter=dot', '--reporter=tracemalloc'], {
      FORCE_COLOR: '1',
      NO_COLOR: '',
    })
    expect(dot.stdout).not.toContain('✓')
    expect(dot.stdout).toMatch(/#1: src\/keep\.ts:20/)
    expect(dot.stdout).toMatch(escapes)
  })

  it('brings GitHub annotations back, on the line that allocated most', async () => {
    const project = new Project('suite').write('tracemalloc.config.json', { budgets: { test: { retained: '16 KiB' } } })
    const args = ['test/amounts.test.ts', '--reporter=tracemalloc']
    const { stdout, code } = await project.run(args, { GITHUB_ACTIONS: 'true' })
    expect(code).toBe(1)
    const annotations = stdout.split('\n').filter(line => line.startsWith('::error '))
    expect(annotations).toHaveLength(2)
    for (const line of annotations) expect(line).toMatch(/file=.*\/src\/keep\.ts,.*line=20,.*MemoryBudgetError/)
  })

  it('annotates on GitHub what no other reporter does, and adds a summary', async () => {
    const budgets = { test: { retained: '16 KiB' }, run: { retained: '16 KiB' } }
    const project = new Project('suite').write('tracemalloc.config.json', { budgets })
    const args = ['test/amounts.test.ts', '--reporter=tracemalloc', '--reporter=default']
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: project.path('summary.md') }
    const { stdout, code } = await project.run(args, env)
    expect(code).toBe(1)
    const annotations = stdout.split('\n').filter(line => line.startsWith('::error '))
    expect(annotations).toHaveLength(3)
    for (const line of annotations) expect(line).toContain(`file=${project.path('src/keep.ts')},line=20,`)
    expect(project.read('summary.md')).toMatch(/^### Memory: 3 budget violations\n/)

    project.write('tracemalloc.config.json', { budgets, github: false }).write('summary.md', '')
    expect((await project.run(args, env)).stdout).not.toContain('::error')
    expect(project.read('summary.md')).toBe('')
  })

  it('is printed again after a rerun in watch mode', async () => {
    const project = new Project('suite')
    const watch = new Watched(project.start(['--watch', file, '--reporter=tracemalloc']), 'stdout')
    await watch.printed(1)
    project.write(file, `${project.read(file)}\nit('one more', () => keep(128))\n`)
    await watch.printed(2)
    expect(count(watch.text, /size=96\.\d KiB \(\+96\.\d KiB\)/)).toBe(2)
    expect(watch.text).toMatch(/^#1: src\/keep\.ts:20: size=224 KiB \(\+224 KiB\)/m)
  })
})
