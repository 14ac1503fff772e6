import type { RunResult } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { outputOf } from '../e2e/installed.js'
import { JestProject } from './project.js'

const files = ['test/amounts.test.ts', 'test/module.test.ts', 'test/buffers.test.ts']
const budgets = { test: { retained: '100 KiB' }, run: { retained: '300 KiB' } }

/** Jest keeps things for the next file of the same process: what is small differs with the files that run together. */
const amounts = (run: RunResult) => ({
  tests: run.files.map(({ file, tests }) => ({
    file,
    tests: tests.map(({ name, state, retained }) => ({ name, state, retained })),
  })),
  sites: run.files.flatMap(({ sites }) =>
    sites.filter(({ retained }) => retained.bytes > 4096).map(({ file, line, retained }) => ({ file, line, retained })),
  ),
  violations: run.violations.map(({ scope, file, test, metric }) => ({ scope, file, test, metric })),
})

it('merged results of shards are the unsharded run, with its budget', async () => {
  const project = new JestProject({ budgets, top: 10 })
  const whole = await project.run(files)
  expect(whole.code).toBe(1)
  const expected = project.result()
  expect(expected.violations.map(({ scope }) => scope)).toContain('run')

  for (const shard of [1, 2]) {
    project.write('tracemalloc.config.json', { budgets, mode: 'exact', outputFile: `shards/${shard}.json` })
    const { stderr } = await project.run([...files, `--shard=${shard}/2`])
    expect(stderr).toContain(`This is shard ${shard} of 2: the budget of the run is judged when they are merged.`)
  }
  const command = project.path('node_modules/jest-tracemalloc/bin/jest-tracemalloc.js')
  const merge = project.spawn([command, 'merge', 'shards/1.json', 'shards/2.json', '-o', 'merged.json'], {})
  const { code, stdout } = await outputOf(merge)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^Over the memory budget: 1 violation\n {2}run retained \d+ KiB, budget 300 KiB/m)
  expect(amounts(project.json<RunResult>('merged.json'))).toEqual(amounts(expected))
})
