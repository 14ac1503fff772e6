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
    expect(stdout).toMatch(RegExp(`^::error file=${project.path('src/keep.ts')}.*,line=20,.*MemoryBudgetError`, 'm'))
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
