import { type Amount, add, type FileResult, nothing, type RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { errorStacks, errorStacksTest, expectErrorStacks } from './error-stacks.js'
import { amounts, KiB, measured } from './measured.js'
import { Project } from './project.js'

const file = 'test/module.test.ts'

const sum = (amounts: readonly Amount[]): Amount => amounts.reduce(add, nothing)

const retainedOn = ({ sites }: FileResult, place: string): number =>
  sites.find(site => `${site.file}:${site.line}` === place)?.retained.bytes ?? 0

describe.each([['forks'], ['vmThreads']])('%s: outside of tests', pool => {
  it("registering is the runner's, what the user keeps is the user's", async () => {
    const { run, output } = await measured([`--pool=${pool}`], [file])
    const [result] = run.files
    if (!result) throw new Error('no results')
    expect(retainedOn(result, `${file}:5`)).toBeGreaterThanOrEqual(128 * KiB - 64)
    expect(retainedOn(result, `${file}:11`)).toBeGreaterThanOrEqual(64 * KiB - 64)
    // Of the module and of beforeAll.
    expect(retainedOn(result, 'src/keep.ts:20')).toBeGreaterThanOrEqual(96 * KiB - 128)
    // Closures and arguments are made by the user; tasks, suites, hooks and spies are the runner's.
    for (const line of [8, 10, 13, 17, 21, 25, 29, 30, 31])
      expect(retainedOn(result, `${file}:${line}`), `line ${line}`).toBeLessThan(256)
    expect(result.retained.bytes).toBeLessThan(292 * KiB)
    expect(result.other.runner.bytes).toBeGreaterThan(24 * KiB)
    expect(output.stdout).toMatch(/^#1: test\/module\.test\.ts:5: size=128 KiB \(\+128 KiB\), count=/m)
  })
})

describe('amounts', () => {
  // A vm worker runs one file after the other, and what the first one leaves behind shrinks while the second one runs.
  it.each([
    ['forks', [amounts, file]],
    ['vmThreads', [file]],
  ])('add up, and no site is of nothing: %s', async (pool, files) => {
    const { run } = await measured([`--pool=${pool}`], files)
    expect(run.files.map(result => result.file)).toEqual(files)
    for (const result of run.files) {
      const { sites, moreSites, retained, allocated, other, total, tests } = result
      expect(moreSites.sites).toBe(0)
      expect(sum(sites.map(site => site.retained))).toEqual(retained)
      expect(sum(sites.map(site => site.allocated))).toEqual(allocated)
      const blamed = ['yours', 'dependency'].map(blame =>
        sum(sites.filter(site => site.blame === blame).map(site => site.retained)),
      )
      expect(sum([...blamed, other.runner, other.node, other.code])).toEqual(total.growth)
      for (const { bytes } of [other.runner, other.node, other.code]) expect(bytes).toBeGreaterThan(0)
      for (const site of [...sites, ...tests.flatMap(test => test.sites)]) {
        const { bytes } = add(site.retained, site.allocated)
        expect(bytes + Math.abs(site.growth.bytes), JSON.stringify(site)).toBeGreaterThan(0)
      }
      for (const test of tests) {
        expect(sum(test.sites.map(site => site.retained))).toEqual(test.retained)
        expect(sum(test.sites.map(site => site.allocated))).toEqual(test.allocated)
      }
    }
  })
})

describe('inside of tests', () => {
  it('assertions keep nothing, and spies little once they are cleared', async () => {
    const { run } = await measured([], ['test/noise.test.ts'])
    const retained = new Map(run.files[0]?.tests.map(test => [test.name, test.retained.bytes]))
    for (const name of ['is empty', 'expects again', 'waits again'])
      expect([name, retained.get(name)]).toEqual([name, 0])
    // What Vitest makes on first use.
    expect(retained.get('expects')).toBeLessThan(1 * KiB)
    expect(retained.get('waits')).toBeLessThan(8 * KiB)
    // Vitest keeps an empty list of them with the test.
    expect(retained.get('expects of promises')).toBeLessThan(128)
    // Vitest knows every spy until the file ends.
    expect(retained.get('clears a spy')).toBeLessThan(8 * KiB)
  })

  it.each(['forks', 'vmForks'])("what %s keep to show the stacks of errors is not the test's", async pool => {
    const project = new Project('suite')
    project.write('tracemalloc.config.json', { mode: 'exact', outputFile: 'out/result.json' })
    project.write(errorStacksTest, errorStacks("import { expect, it } from 'vitest'"))
    const output = await project.run([errorStacksTest, '--reporter=tracemalloc', `--pool=${pool}`])
    expect(output.code, output.text).toBe(0)
    expectErrorStacks(project.json<RunResult>('out/result.json'))
  })
})
