import type { RunResult } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { Project, vitestMajor } from './project.js'
import { expectSame, forgetRuns, linkPublished, type Traces, tracesOf } from './same-results.js'

const oneWorker = ['--no-file-parallelism', '--maxWorkers=1']

async function run(project: Project, args: readonly string[]): Promise<Traces> {
  forgetRuns(project)
  const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=tests.json']
  return tracesOf(project, await project.run([...oneWorker, ...reporters, ...args]), /^ +Duration/m)
}

it.each([
  ['forks', 'exact', []],
  ['threads', 'sampled', []],
  ['forks', 'exact', ['--no-isolate']],
  ['threads', 'exact', ['--no-isolate']],
  ['vmForks', 'sampled', []],
  ['vmThreads', 'exact', []],
])('in %s, %s %j, tests end and print as they do without the reporter', async (pool, mode, more) => {
  const project = new Project('behaviour').write('tracemalloc.config.json', { mode, outputFile: 'out/result.json' })
  linkPublished(project)
  const args = [`--pool=${pool}`, ...more]
  const off = await run(project, args)
  const on = await run(project, [...args, '--reporter=tracemalloc'])
  expectSame(on, off)
  const { files } = project.json<RunResult>('out/result.json')
  // With Vitest 5, the test that would put globals back fails before it begins: who comes next in the process is not measured.
  expect(files).toHaveLength(vitestMajor >= 5 && more.length > 0 ? 7 : 8)
  expect(files.every(({ engine }) => engine.mode === mode)).toBe(true)
})
