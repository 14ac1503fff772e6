import type { RunResult, Site } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { Project } from './project.js'

const files = ['test/amounts.test.ts', 'test/module.test.ts', 'test/native.test.mjs']
const budgets = { test: { retained: '100 KiB' }, run: { retained: '300 KiB' } }

/** Without what no two runs have in common: what allocated garbage, the process, V8's memory about code. */
const amounts = (run: RunResult) => ({
  files: run.files.map(({ project, file, retained, sites, tests }) => ({
    project,
    file,
    retained,
    sites: sites.filter(hasMemory).map(place),
    tests: tests.map(({ name, state, retained, sites }) => ({
      name,
      state,
      retained,
      sites: sites.filter(hasMemory).map(place),
    })),
  })),
  violations: run.violations.map(({ sites, ...violation }) => ({ ...violation, sites: sites.map(place) })),
})

const hasMemory = ({ retained }: Site) => retained.bytes > 0
const place = ({ file, line, retained, growth }: Site) => ({ file, line, retained, growth })

it('merged blob reports of shards are the unsharded run, with its budget', async () => {
  const project = new Project('suite').write('tracemalloc.config.json', { budgets, outputFile: 'out/result.json' })
  const whole = await project.run([...files, '--reporter=tracemalloc'])
  expect(whole.code).toBe(1)
  const expected = project.json<RunResult>('out/result.json')
  expect(expected.violations.map(({ scope }) => scope)).toEqual(['test', 'run'])

  for (const shard of ['1/2', '2/2']) {
    const reporters = ['--reporter=blob', '--reporter=tracemalloc', `--outputFile.blob=blobs/${shard[0]}.json`]
    const { stdout } = await project.run([...files, `--shard=${shard}`, ...reporters])
    expect(stdout).toContain(`This is shard ${shard[0]} of 2: the budget of the run is judged when they are merged.`)
    expect(project.json<RunResult>('out/result.json').shard).toEqual({ index: Number(shard[0]), count: 2, run: '' })
  }
  const merged = await project.run(['--merge-reports=blobs', '--reporter=tracemalloc'])
  expect(merged.code).toBe(1)
  expect(merged.stdout).toMatch(/^Over the memory budget: 1 violation\n {2}run retained \d+ KiB, budget 300 KiB/m)
  const run = project.json<RunResult>('out/result.json')
  expect(run).not.toHaveProperty('shard')
  expect(amounts(run)).toEqual(amounts(expected))
})
