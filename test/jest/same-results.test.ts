import type { RunResult } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { outputOf } from '../e2e/installed.js'
import { expectSame, forgetRuns, linkPublished, type Traces, tracesOf } from '../e2e/same-results.js'
import { JestProject } from './project.js'

async function run(project: JestProject, args: readonly string[]): Promise<Traces> {
  forgetRuns(project)
  const json = ['--json', '--outputFile=tests.json', '--cacheDirectory=cache', '--ci=false']
  const output = await outputOf(project.start(['--reporters=default', ...json, ...args]))
  return tracesOf(project, output, /^Test Suites:/m)
}

it.each([
  ['in one process', 'exact', ['-i']],
  ['in a worker', 'sampled', ['-w=1']],
  ['in a thread', 'exact', ['-w=1', '--workerThreads']],
])('%s, %s, tests end and print as they do without the reporter', async (_, mode, args) => {
  const project = new JestProject({ mode }, 'behaviour')
  linkPublished(project)
  const off = await run(project, args)
  const on = await run(project, [...args, '--reporters=jest-tracemalloc'])
  expectSame(on, off)
  const { files } = project.json<RunResult>('out/result.json')
  expect(files).toHaveLength(7)
  expect(files.every(({ engine }) => engine.mode === mode)).toBe(true)
})
