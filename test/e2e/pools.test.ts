import { describe, expect, it } from 'vitest'
import { expectAmounts } from './amounts.js'
import { amounts, measured } from './measured.js'
import { vitestVersion } from './project.js'

const pools: Record<string, string[]> = {
  forks: ['--pool=forks'],
  threads: ['--pool=threads'],
  vmForks: ['--pool=vmForks'],
  vmThreads: ['--pool=vmThreads'],
  'forks without isolation': ['--pool=forks', '--no-isolate'],
  'threads without isolation': ['--pool=threads', '--no-isolate'],
}

describe.each(Object.entries(pools))('%s', (_, args) => {
  it('measures to the byte, on original lines', async () => {
    const { output, run } = await measured(args)
    expectAmounts(run, { name: 'vitest', version: vitestVersion })
    const counts = /count=[36] \(\+[36]\), average=[\d.]+ KiB/.source
    expect(output.stdout).toMatch(RegExp(`^#1: src/keep\\.ts:20: size=256 KiB \\(\\+256 KiB\\), ${counts}$`, 'm'))
  })
})

it.each(['forks', 'vmForks'])(
  'measures the same where the main process has compiled for many files: %s',
  async pool => {
    const { run } = await measured([`--pool=${pool}`], [amounts, 'test/module.test.ts', 'test/buffers.test.ts'])
    expectAmounts(run, { name: 'vitest', version: vitestVersion })
  },
)
