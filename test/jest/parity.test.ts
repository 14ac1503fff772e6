import type { RunResult, Site } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { KiB, measured } from '../e2e/measured.js'
import { JestProject } from './project.js'

const files = ['test/amounts.test.ts', 'test/buffers.test.ts', 'test/module.test.ts']

/** Every site of a test file that keeps more than what compilers add to modules. */
const planted = (run: RunResult): [file: string, site: Site][] =>
  run.files.flatMap(({ file, sites }) =>
    sites.filter(site => site.retained.bytes > 4 * KiB).map((site): [string, Site] => [file, site]),
  )

const place = ([file, site]: [string, Site]): string => `${file} ${site.file}:${site.line} ${site.blame}`

it('Vitest and Jest tell the same lines, and the same bytes to within 5 %', async () => {
  const { run: vitest } = await measured([], files)
  const project = new JestProject({ leakedContext: 'warn' })
  const output = await project.run(files)
  expect(output.code, output.text).toBe(0)
  const inVitest = planted(vitest)
  const inJest = planted(project.result())
  expect(inVitest.length).toBeGreaterThanOrEqual(7)
  expect(inJest.map(place).sort()).toEqual(inVitest.map(place).sort())
  const bytes = new Map(inVitest.map(found => [place(found), found[1].retained.bytes]))
  for (const found of inJest) {
    const ratio = found[1].retained.bytes / (bytes.get(place(found)) ?? Number.NaN)
    expect([place(found), Math.abs(ratio - 1) < 0.05]).toEqual([place(found), true])
  }
})
