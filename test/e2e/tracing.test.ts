import type { FileResult, Options, RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { autoFile, autoTests, expectAuto } from './auto-mode.js'
import { amounts, KiB } from './measured.js'
import { Project } from './project.js'

/** Runs the test file of known amounts with some options. */
async function traced(options: Options): Promise<{ run: RunResult; file: FileResult; stdout: string }> {
  const config = { mode: 'exact', outputFile: 'result.json', ...options }
  const project = new Project('suite').write('tracemalloc.config.json', config)
  const { code, stdout, text } = await project.run([amounts, '--reporter=tracemalloc'])
  expect(code, text).toBe(0)
  const run = project.json<RunResult>('result.json')
  const [file] = run.files
  if (!file) throw new Error('no results')
  return { run, file, stdout }
}

describe('the option', () => {
  it('mode samples, and says that numbers are estimates', async () => {
    const { run, file, stdout } = await traced({ mode: 'sampled', interval: '4 KiB' })
    expect(run.engine).toMatchObject({ mode: 'sampled', interval: 4 * KiB, lines: 'exact' })
    const leak = file.sites.find(site => site.file === 'src/keep.ts' && site.line === 20)
    expect(leak).toMatchObject({ estimated: true })
    // Three arrays, each far larger than the interval: none of them is missed.
    expect(leak?.retained.bytes).toBeGreaterThan(250 * KiB)
    expect(leak?.retained.bytes).toBeLessThan(270 * KiB)
    expect(stdout).toMatch(/^#1: src\/keep\.ts:20: size=~25\d KiB ±[\d.]+ KiB \(~\+25\d KiB\), count=~\d/m)
  })

  it('mode samples as soon as tracing takes too much CPU time, and gives the error', async () => {
    const project = new Project('suite')
      .write('tracemalloc.config.json', { mode: 'auto', overhead: '5%', outputFile: 'result.json' })
      .write(autoFile, autoTests("import { limitMemory } from 'tracemalloc'\nimport { test } from 'vitest'"))
    const { code, stdout, text } = await project.run([autoFile, '--reporter=tracemalloc'])
    expect(code, text).toBe(0)
    expectAuto(project.json<RunResult>('result.json'))
    expect(stdout).toMatch(/, lines approximate \(3 tests, retained ~\d+ KiB ±[\d.]+ KiB, allocated ~/)
  })

  it('lines lets V8 optimise, and says that lines are approximate', async () => {
    const { run, file, stdout } = await traced({ lines: 'fast' })
    expect(run.engine).toMatchObject({ mode: 'exact', lines: 'approximate' })
    expect(run.engine.notice).toBeUndefined()
    expect(file.sites[0]).toMatchObject({ file: 'src/keep.ts', function: 'keep' })
    expect(stdout).toMatch(/growth sites? per line, lines approximate \(/)
  })

  it('ignore leaves files out', async () => {
    const { file } = await traced({ ignore: 'src/**' })
    expect(file.sites.filter(site => site.file.startsWith('src/'))).toEqual([])
    expect(file.retained.bytes).toBeLessThan(4 * KiB)
    expect(file.total.growth.bytes).toBeGreaterThan(256 * KiB)
  })

  it.each([
    ['filename', /^#1: src\/keep\.ts: size=25\d KiB/m],
    ['package', /^#1: \(yours\): size=25\d KiB/m],
    ['traceback', /^#1: src\/keep\.ts:20: size=96\.0 KiB.*\n {4}test\/amounts\.test\.ts:\d+\n {4}src\/keep\.ts:20\n/m],
  ] as const)('groupBy sums up by %s', async (groupBy, first) => {
    const { run, stdout } = await traced({ groupBy, frames: 16 })
    expect(stdout).toMatch(first)
    expect(run.engine.frames).toBe(16)
  })
})
