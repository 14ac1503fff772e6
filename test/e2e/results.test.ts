import { readFileSync } from 'node:fs'
import type { FileResult, RunResult } from '@tracemalloc/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { amounts as file, KiB, kib, measured } from './measured.js'
import { Project, testsOf, vitestMajor } from './project.js'

describe('results', () => {
  it('follow the schema, and show the growth of shared workers only once', async () => {
    const args = ['--pool=forks', '--no-isolate', '--no-file-parallelism', '--sequence.shuffle=false']
    const files = [file, 'test/concurrent.test.ts']
    const { run, output } = await measured(args, files)
    const schema = JSON.parse(
      readFileSync(new URL('../../packages/core/schema/result-1.json', import.meta.url), 'utf8'),
    )
    const validate = new Ajv2020({ allErrors: true }).compile(schema)
    expect(validate(run), JSON.stringify(validate.errors)).toBe(true)
    expect(run.files.map(result => result.file)).toEqual(files)
    const [own, grouped] = run.files.map(leak)
    expect(own?.growth.bytes).toSatisfy(kib(256))
    expect(grouped?.growth.bytes).toSatisfy(kib(96))
    expect(output.stdout).toContain('2 concurrent tests share a window: retained ')
    for (const test of testsOf(run, 'test/concurrent.test.ts').values()) {
      expect(test).toMatchObject({ concurrent: true, state: 'passed', violations: [] })
      // Without what V8 adds to the two arrays, if it has dropped that already.
      expect(test.retained.bytes).toBeGreaterThanOrEqual(96 * KiB - 2 * 16)
    }
  })

  it('are the same after blob reports are merged', async () => {
    const project = new Project('suite').write('tracemalloc.config.json', {
      mode: 'exact',
      outputFile: 'out/result.json',
    })
    const files = [file, 'test/concurrent.test.ts']
    const shards = [1, 2].map(shard =>
      project.run([
        ...files,
        `--shard=${shard}/2`,
        '--reporter=blob',
        '--reporter=tracemalloc',
        `--outputFile.blob=blobs/${shard}.json`,
      ]),
    )
    for (const { code, text } of await Promise.all(shards)) expect(code, text).toBe(0)
    const merged = await project.run(['--merge-reports=blobs', '--reporter=tracemalloc'])
    expect(merged.code, merged.text).toBe(0)
    expect(merged.stdout).toContain('All 2 test files: Top ')
    const run = project.json<RunResult>('out/result.json')
    expect(run.files.map(result => result.file)).toEqual(files)
    const [own, grouped] = run.files.map(result => leak(result)?.retained.bytes)
    expect(own).toSatisfy(kib(256))
    expect(grouped).toSatisfy(kib(96))
    expect(testsOf(run, file).get('amounts > is skipped')?.state).toBe('skipped')
  })

  it('cover several projects, under one root', async () => {
    const project = new Project('projects').write('tracemalloc.config.json', {
      mode: 'exact',
      outputFile: 'result.json',
    })
    const { code, text } = await project.run(['--reporter=tracemalloc'])
    expect(code, text).toBe(0)
    const run = project.json<RunResult>('result.json')
    expect(run.files.map(result => [result.project, result.file, result.sites[0]?.file])).toEqual([
      ['one', 'one/test/one.test.ts', 'lib/keep.ts'],
      ['two', 'two/test/two.test.ts', 'lib/keep.ts'],
    ])
    for (const { sites } of run.files) expect(sites[0]?.retained.bytes).toSatisfy(kib(64))
  })

  it('tell the projects of one file apart', async () => {
    const project = new Project('suite').write('tracemalloc.config.json', {
      outputFile: 'result.json',
      budgets: { test: { retained: '100 KiB' } },
    })
    const projects = ['b', 'a'].map(name => ({ test: { name, include: [file] } }))
    project.write('vitest.config.ts', `export default { test: { projects: ${JSON.stringify(projects)} } }`)
    const { code, stdout } = await project.run(['--reporter=tracemalloc'])
    expect(code).toBe(1)
    const run = project.json<RunResult>('result.json')
    expect(run.files.map(result => [result.file, result.project])).toEqual([
      [file, 'a'],
      [file, 'b'],
    ])
    expect(run.violations.map(({ scope, project, test }) => [scope, project, test])).toEqual([
      ['test', 'a', 'amounts > leaks > keeps 2 times 96 KiB'],
      ['test', 'b', 'amounts > leaks > keeps 2 times 96 KiB'],
    ])
    expect(stdout).toMatch(/^\|a\| test\/amounts\.test\.ts: Top /m)
    expect(stdout).toMatch(/^\|b\| test\/amounts\.test\.ts: Top /m)
  })

  it.runIf(vitestMajor >= 4)('need no module runner of Vite', async () => {
    const { run } = await measured(['--experimental.viteModuleRunner=false'], ['test/native.test.mjs'])
    expect(testsOf(run, 'test/native.test.mjs').get('keeps')?.retained.bytes).toBeGreaterThan(64 * KiB)
  })

  it('are estimates by function with the fallback engine', async () => {
    const { run, output } = await measured([], [file], { TRACEMALLOC_ENGINE: 'function' })
    expect(run.engine).toMatchObject({ mode: 'function', lines: 'function' })
    expect(output.stdout.split('TRACEMALLOC_ENGINE=function is set.')).toHaveLength(2)
    expect(run.files[0]?.tests).toHaveLength(5)
  })
})

const leak = ({ sites }: FileResult) => sites.find(site => site.file === 'src/keep.ts' && site.function === 'keep')
