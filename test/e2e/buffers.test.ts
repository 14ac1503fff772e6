import { describe, expect, it } from 'vitest'
import { KiB, measured } from './measured.js'
import { Project } from './project.js'
import { expectReserved, reservedFile } from './reserved-file.js'

const file = 'test/buffers.test.ts'

describe.each([['forks'], ['threads'], ['vmForks']])('%s: memory outside of the heap', pool => {
  it('is on its lines to the byte; what is not kept leaves nothing', async () => {
    const { output, run } = await measured([`--pool=${pool}`], [file])
    const buffers = run.files[0]?.sites.filter(site => site.domain === 'arraybuffer') ?? []
    const kept = buffers.filter(site => site.retained.bytes > 0).map(it => [`${it.file}:${it.line}`, it.retained])
    expect(kept).toEqual([
      ['src/buffers.ts:18', { bytes: 128 * KiB, count: 1 }],
      ['src/buffers.ts:14', { bytes: 96 * KiB, count: 1 }],
      ['src/buffers.ts:10', { bytes: 64 * KiB, count: 1 }],
    ])
    const waste = buffers.find(site => site.line === 25)
    expect(waste?.allocated).toEqual({ bytes: 50 * 1024 * KiB, count: 800 })
    const [keeps, garbage, small] = run.files[0]?.tests ?? []
    expect(keeps?.retained.bytes).toBeGreaterThanOrEqual(288 * KiB)
    expect(keeps?.retained.bytes).toBeLessThan(292 * KiB)
    for (const test of [garbage, small]) expect(test?.retained.bytes).toBeLessThan(2 * KiB)
    expect(output.stdout).toMatch(/^#1: src\/buffers\.ts:18: size=128 KiB \(\+128 KiB\), count=1 .* \(arraybuffer\)$/m)
  })
})

it('that V8 reserves is on the lines that made it grow, and what is on no line is said to be there', async () => {
  const test = 'test/reserved.test.ts'
  const project = new Project('suite')
    .write('tracemalloc.config.json', { mode: 'exact', outputFile: 'out/result.json', top: 0 })
    .write(test, reservedFile)
  const output = await project.run([test, '--reporter', 'tracemalloc'])
  expect(output.code, output.text).toBe(0)
  expectReserved(project.json('out/result.json'), output, test)
})

describe('a budget', () => {
  const failing = async (domains: string) => {
    const budgets = { test: { retained: '32 KiB', domains } }
    const project = new Project('suite').write('tracemalloc.config.json', { budgets })
    return project.run([file, '--reporter', 'tracemalloc', '--reporter', 'default'])
  }

  it('of buffers fails the test that keeps some, and names the lines', async () => {
    const output = await failing('arraybuffer')
    expect(output.code).toBe(1)
    expect(output.text).toMatch(/test retained 288 KiB, budget 32\.0 KiB/)
    expect(output.text).toMatch(/src\/buffers\.ts:18 +128 KiB in 1 allocation +keepClone +\(arraybuffer\)/)
    expect(output.text).toMatch(/3 passed/)
  })

  it('of objects does not count buffers', async () => {
    expect((await failing('heap')).code).toBe(0)
  })
})
