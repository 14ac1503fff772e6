import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { JestProject } from '../jest/project.js'
import { Project } from './project.js'

const config = {
  mode: 'exact',
  outputFile: 'out/result.json',
  budgets: { test: { retained: '16 KiB' }, run: { retained: '64 KiB' } },
  suppress: 'known-leaks.json',
}
const known = [
  { site: 'src/keep.ts:20', reason: 'until #12' },
  { site: 'nobody', reason: 'gone' },
]

/** What leaks far more than it may, but is known. */
function expectSuppressed(run: RunResult, text: string): void {
  expect(run.violations).toEqual([])
  const [file] = run.files
  expect(file?.suppressed).toMatchObject([
    { ...known[0], retained: { bytes: expect.any(Number), count: 3 } },
    { ...known[1], retained: { bytes: 0, count: 0 }, allocated: { bytes: 0, count: 0 } },
  ])
  expect(file?.retained.bytes).toBeLessThan(16 * 1024)
  expect(text).toMatch(
    /^Suppressed: 2 entries\n {2}src\/keep\.ts:20: \d+ hits, retained 256 KiB in 3 allocations \(until #12\)\n {2}nobody hit nothing in this run: remove it, or mend its pattern \(gone\)$/m,
  )
}

describe('known leaks do not count', () => {
  it('in Vitest', async () => {
    const project = new Project('suite').write('tracemalloc.config.json', config).write('known-leaks.json', known)
    const { code, stdout } = await project.run(['test/amounts.test.ts', '--reporter=tracemalloc'])
    expect(code).toBe(0)
    expectSuppressed(project.json<RunResult>('out/result.json'), stdout)
  })

  it('in Jest', async () => {
    const project = new JestProject(config)
    project.write('known-leaks.json', known)
    const { code, stderr } = await project.run(['test/amounts'])
    expect(code).toBe(0)
    expectSuppressed(project.result(), stderr)
  })
})
