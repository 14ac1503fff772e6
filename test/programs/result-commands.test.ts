import { basename } from 'node:path'
import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { file, KiB, resultFolder, run, test } from './result-folder.js'

const shardOf = (index: number, bytes: number, limit: number) =>
  run([file(`test/${index}.test.ts`, [test('cache > keeps', bytes)])], {
    shard: { index, count: 2, run: '7' },
    limits: { retained: limit },
  })

describe('merge of shards', () => {
  const shards = (limit: number) =>
    resultFolder({ '1.json': shardOf(1, 3 * KiB, limit), '2.json': shardOf(2, KiB, limit) })

  it('writes the results of the run, and prints its report', async () => {
    const folder = shards(4 * KiB)
    const { code, stdout, stderr } = await folder.tracemalloc(['merge', '2.json', '1.json', '-o', 'run.json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^All 2 test files: Top 1 growth site per line \(2 tests, retained 4096 B, allocated 4096 B\)$/m,
    )
    const merged = JSON.parse(folder.read('run.json')) as RunResult
    expect(merged.files.map(it => it.file)).toEqual(['test/1.test.ts', 'test/2.test.ts'])
    expect(merged).not.toHaveProperty('shard')
  })

  it('judges the run: 1 when it is over its budget', async () => {
    const folder = shards(4 * KiB - 1)
    const { code, stdout } = await folder.tracemalloc(['merge', '1.json', '2.json', '-o', 'run.json'])
    expect(code).toBe(1)
    expect(stdout).toContain('Over the memory budget: 1 violation\n  run retained 4096 B, budget 4095 B (just over 1x)')
    expect((JSON.parse(folder.read('run.json')) as RunResult).violations).toMatchObject([{ scope: 'run' }])
  })

  it.each([
    [['1.json'], /^tracemalloc: Of 2 shards these are missing: 2\./],
    [['1.json', 'other.json'], /^tracemalloc: These are not the shards of one run: /],
    [['1.json', 'notes.txt'], /^tracemalloc: 1\.json has results, and notes\.txt has not/],
    [['1.json', 'broken.json'], /^tracemalloc: broken\.json has no results \(.*\): give a whole file/],
    [['1.json', 'newer.json'], /^tracemalloc: newer\.json was written by a newer tracemalloc/],
    [['1.json', 'none.json'], /none\.json has not/],
  ])('refuses %j, and writes nothing', async (files, message) => {
    const folder = shards(KiB)
    folder.write('other.json', JSON.stringify({ ...shardOf(2, KiB, KiB), node: 'v22.0.0' }))
    folder.write('notes.txt', 'no results')
    folder.write('broken.json', '{ "version": 1,')
    folder.write('newer.json', '{ "version": 2, "files": [] }')
    const output = await folder.tracemalloc(['merge', ...files, '-o', 'run.json'])
    expect(output).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(message) })
    expect(folder.exists('run.json')).toBe(false)
  })
})

describe('baseline', () => {
  const now = (bytes: number, name = 'cache > keeps') => run([file('test/a.test.ts', [test(name, bytes)])])
  const folder = () => {
    const program = resultFolder({ 'now.json': now(4 * KiB), 'leak.json': now(64 * KiB), 'new.json': now(KiB, 'new') })
    program.write(
      'memory.txt',
      '# tracemalloc baseline 1\ntest/a.test.ts > cache > keeps  retained=4096 allocated=4096\n',
    )
    return program
  }
  const checked = async (...args: string[]) =>
    folder().tracemalloc(['baseline', 'check', '--baseline', 'memory.txt', ...args])

  it('write makes the file anew', async () => {
    const program = folder()
    const { code, stdout } = await program.tracemalloc(['baseline', 'write', 'new.json', '-o', 'memory.txt'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Wrote memory.txt: 1 test.\n' })
    expect(program.read('memory.txt').split('\n').slice(2)).toEqual([
      'test/a.test.ts > new  retained=1024 allocated=1024',
      '',
    ])
  })

  it('check is silent about what is as it was, and fails what uses more', async () => {
    expect(await checked('now.json')).toMatchObject({
      code: 0,
      text: 'memory.txt: 1 test compared, none uses more memory than before\n',
    })
    const { code, stdout } = await checked('leak.json')
    expect(code).toBe(1)
    expect(stdout).toContain(
      'test/a.test.ts > cache > keeps: retained 64.0 KiB, before 4096 B (+60.0 KiB)\n    src/cache.ts:27',
    )
    expect((await checked('leak.json', '--retained', '60 KiB', '--allocated', '1500%')).code).toBe(0)
  })

  it('check --update changes the tests that ran', async () => {
    const program = folder()
    const args = ['baseline', 'check', 'new.json', '--baseline', 'memory.txt', '--update']
    const { code, stdout } = await program.tracemalloc(args)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Only in memory\.txt: 1 test\n {2}test\/a\.test\.ts > cache > keeps$/m)
    expect(program.read('memory.txt')).not.toContain('cache > keeps')
  })

  it.each([
    [['now.json', '--baseline', 'none.txt'], 1, /^tracemalloc: There is no file .*none\.txt/],
    [['none.json'], 1, /^tracemalloc: There is no file none\.json/],
    [['now.json', '--retained', 'much'], 2, /the tolerance is "much", which is not a size/],
    [['sampled.json', '--update', '--baseline', 'memory.txt'], 1, /are estimates, which no baseline can be made of/],
  ])('check %j', async (args, code, message) => {
    const program = folder()
    const sampled = { mode: 'sampled', lines: 'exact', interval: 4096, frames: 8, unobservedBytes: 0 } as const
    program.write('sampled.json', JSON.stringify(run([file('a.test.ts', [], { engine: sampled })])))
    const output = await program.tracemalloc(['baseline', 'check', ...args])
    expect(output).toMatchObject({ code, stderr: expect.stringMatching(message) })
  })
})

describe('reports for CI', () => {
  const broken = { scope: 'test', project: '', file: 'test/a.test.ts', test: 'cache > <b>keeps</b>' } as const
  const leak = test(broken.test, 64 * KiB, { state: 'failed' })
  const violation = {
    ...broken,
    metric: 'retained',
    limitBytes: KiB,
    actualBytes: 64 * KiB,
    sites: leak.sites,
  } as const
  const folder = () =>
    resultFolder({
      'run.json': run([file('test/a.test.ts', [{ ...leak, violations: [violation] }])]),
      '1.json': shardOf(1, 3 * KiB, KiB),
      '2.json': shardOf(2, 3 * KiB, KiB),
    })

  it('markdown goes to standard output or a file, with links on GitHub', async () => {
    const program = folder()
    const env = {
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'a/b',
      GITHUB_SHA: 'c0ffee',
      GITHUB_WORKSPACE: program.path('..'),
    }
    const { code, stdout } = await program.tracemalloc(['markdown', 'run.json', '--title', 'unit'], env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^### unit: 1 budget violation\n/)
    expect(stdout).toContain(
      `<a href="https://github.example/a/b/blob/c0ffee/${basename(program.root)}/src/cache.ts#L27">`,
    )
    expect(stdout).not.toContain('<b>')
    expect(await program.tracemalloc(['markdown', '1.json', '2.json', '-o', 'x.md'])).toMatchObject({
      code: 0,
      text: '',
    })
    expect(program.read('x.md')).toMatch(/^### Memory: 1 budget violation\n\n2 tests in 2 files, /)
    expect(await program.tracemalloc(['markdown', '1.json', '-o', 'x.md'])).toMatchObject({
      code: 1,
      stderr: 'tracemalloc: x.md exists: choose another name, or replace it with --force.\n',
    })
  })

  it('junit has the tests', async () => {
    const { code, stdout } = await folder().tracemalloc(['junit', 'run.json'])
    expect(code).toBe(0)
    expect(stdout).toContain('<testcase classname="test/a.test.ts" name="cache &gt; &lt;b&gt;keeps&lt;/b&gt;">')
    expect(stdout).toContain('<property name="tracemalloc.retained" value="65536"/>')
  })

  it('github annotates, and adds to the summary', async () => {
    const program = folder()
    program.write('summary.md', 'before\n')
    const env = { GITHUB_STEP_SUMMARY: program.path('summary.md') }
    const { code, stdout } = await program.tracemalloc(['github', 'run.json', '--root', 'sub'], env)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^::error file=\S+\/sub\/src\/cache\.ts,line=27,col=10,title=Memory%3A test\/a\.test\.ts > .*\n$/,
    )
    expect(program.read('summary.md')).toMatch(/^before\n### Memory: 1 budget violation\n/)
    const unwritable = await program.tracemalloc(['github', 'run.json'], {
      GITHUB_STEP_SUMMARY: program.path('no/x.md'),
    })
    expect(unwritable).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/The job summary cannot be written: ENOENT/),
    })
  })
})
