import type { Trace } from '@tracemalloc/core'
import { Snapshot } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { KiB } from './measured.js'
import { Project, type VitestReport, verdicts } from './project.js'

const source = `
import { start, stop, takeSnapshot } from 'tracemalloc'
import { expect, it } from 'vitest'
import { keep } from '../src/keep.ts'

it('keeps', () => {
  keep(64)
})

it('looks', () => {
  start()
  takeSnapshot().dump('snapshot.pb.gz')
  stop()
})

it('keeps too much after that', { meta: { memory: { retained: '16 KiB' } } }, () => {
  keep(64)
})
`

const isKeep = ({ traceback, domain }: Trace): boolean =>
  domain === 'heap' && traceback.frames.some(frame => frame.functionName === 'keep')

// In the vm pools, a test file has a copy of the API of its own.
it.each(['forks', 'vmThreads'])('the API shares the tracer of the tests and leaves it on, in %s', async pool => {
  const project = new Project('suite').write('test/snapshot.test.ts', source)
  const reporters = ['--reporter=json', '--reporter=tracemalloc', '--outputFile.json=vitest.json']
  const { text } = await project.run(['test/snapshot.test.ts', `--pool=${pool}`, ...reporters])

  const tests = verdicts(project.json<VitestReport>('vitest.json'))
  expect(
    [...tests].map(([name, { status }]) => [name, status]),
    text,
  ).toEqual([
    ['keeps', 'passed'],
    ['looks', 'passed'],
    ['keeps too much after that', 'failed'],
  ])
  const snapshot = Snapshot.load(project.path('snapshot.pb.gz'))
  expect(snapshot.origin?.engine).toMatchObject({ mode: 'exact', frames: 4 })
  const kept = snapshot.traces.filter(isKeep)
  expect(new Set(kept.map(({ test }) => test))).toEqual(new Set(['keeps']))
  expect(kept.map(({ traceback }) => String(traceback.at(-1)))).toContain(project.path('src/keep.ts:20'))
  expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(63 * KiB)
})
