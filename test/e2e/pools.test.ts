import { describe, expect, it } from 'vitest'
import { amounts as file, KiB, kib, measured } from './measured.js'
import { testsOf, vitestVersion } from './project.js'

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
    expect(run).toMatchObject({
      version: 1,
      runner: { name: 'vitest', version: vitestVersion },
      engine: { mode: 'exact', lines: 'exact', interval: 1, unobservedBytes: 0 },
      violations: [],
    })
    const tests = testsOf(run, file)
    expect([...tests.keys()]).toEqual([
      'amounts > keeps nothing',
      'amounts > makes garbage',
      'amounts > leaks > keeps 64 KiB',
      'amounts > leaks > keeps 2 times 96 KiB',
      'amounts > is skipped',
    ])
    expect(tests.get('amounts > keeps nothing')).toMatchObject({ state: 'passed', retained: { bytes: 0, count: 0 } })
    const garbage = tests.get('amounts > makes garbage')
    expect(garbage).toMatchObject({ state: 'passed', retained: { bytes: 0, count: 0 } })
    expect(garbage?.allocated.bytes).toBeGreaterThanOrEqual(100 * KiB * KiB)
    expect(garbage?.allocated.bytes).toBeLessThan(101 * KiB * KiB)
    expect(garbage?.sites[0]).toMatchObject({ file: 'src/keep.ts', line: 26, function: 'waste', blame: 'yours' })
    expect(tests.get('amounts > is skipped')).toMatchObject({ state: 'skipped', allocated: { bytes: 0 }, sites: [] })
    const leak = { file: 'src/keep.ts', line: 20, function: 'keep', domain: 'heap', blame: 'yours', estimated: false }
    const once = tests.get('amounts > leaks > keeps 64 KiB')
    expect(once?.sites[0]).toMatchObject({ ...leak, retained: once?.retained })
    expect(once?.retained.bytes).toSatisfy(kib(64))
    const twice = tests.get('amounts > leaks > keeps 2 times 96 KiB')
    expect(twice?.sites[0]).toMatchObject({ ...leak, retained: twice?.retained })
    expect(twice?.retained.bytes).toSatisfy(kib(192))
    const counts = /count=[36] \(\+[36]\), average=[\d.]+ KiB/.source
    expect(output.stdout).toMatch(RegExp(`^#1: src/keep\\.ts:20: size=256 KiB \\(\\+256 KiB\\), ${counts}$`, 'm'))
  })
})
