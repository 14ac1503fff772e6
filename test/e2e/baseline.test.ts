import { existsSync } from 'node:fs'
import type { RunResult } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { amounts } from './measured.js'
import { Project } from './project.js'

const baseline = 'memory/baseline.txt'
const args = [amounts, '--reporter=tracemalloc']

function project(): Project {
  return new Project('suite').write('tracemalloc.config.json', { baseline, outputFile: 'out/result.json' })
}

it('a baseline is written when there is none, then compared with, and written anew with -u', async () => {
  const suite = project()
  const first = await suite.run(args)
  expect(first.code, first.text).toBe(0)
  expect(first.stdout).toMatch(/^Wrote memory\/baseline\.txt: 4 tests\.$/m)
  const written = suite.read(baseline)
  expect(written).toMatch(/^test\/amounts\.test\.ts > amounts > keeps nothing {2}retained=0 allocated=\d+$/m)

  const second = await suite.run(args)
  expect(second.code, second.text).toBe(0)
  expect(second.stdout).toMatch(/^memory\/baseline\.txt: 4 tests compared, none uses more memory than before$/m)
  expect(suite.read(baseline)).toBe(written)

  suite.write(amounts, suite.read(amounts).replace('keep(64)', 'keep(96)'))
  const third = await suite.run(args)
  expect(third.code, third.text).toBe(1)
  expect(third.stdout).toMatch(
    /^ {2}test\/amounts\.test\.ts > amounts > leaks > keeps 64 KiB: retained 96\.\d KiB, before 64\.\d KiB \(\+32\.0 KiB\)\n {4}src\/keep\.ts:20 /m,
  )
  const { regressions = [] } = suite.json<RunResult>('out/result.json').baseline ?? {}
  expect(regressions.map(({ metric, sites }) => [metric, sites[0]?.line])).toEqual([
    ['retained', 20],
    ['allocated', 20],
  ])

  const fourth = await suite.run([...args, '-u'])
  expect(fourth.code, fourth.text).toBe(0)
  const [before, after] = [written, suite.read(baseline)].map(text => text.split('\n'))
  expect(after?.filter(line => !before?.includes(line) && line.includes('keeps 64 KiB'))).toHaveLength(1)
})

it('a baseline that is missing in CI, or has a conflict in it, fails the run', async () => {
  const suite = project()
  const missing = await suite.run(args, { CI: 'true' })
  expect(missing.code).toBe(1)
  expect(missing.stderr).toContain(`There is no baseline ${baseline}: `)
  suite.write(baseline, '# tracemalloc baseline 1\n<<<<<<< HEAD\n')
  const conflicting = await suite.run(args)
  expect(conflicting.code).toBe(1)
  expect(conflicting.stderr).toContain(`${baseline}:2 has a conflict of a merge in it`)
})

it('no baseline is written of a run without tests', async () => {
  const suite = project()
  const { stdout } = await suite.run([...args, '--testNamePattern=nothing is called so'])
  expect(stdout).toContain(`Did not write ${baseline}: no test has passed that could stand in it.`)
  expect(existsSync(suite.path(baseline))).toBe(false)
})
