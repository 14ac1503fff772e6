import { Snapshot } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { amounts, kib } from './measured.js'
import { Project } from './project.js'

const args = [amounts, 'test/concurrent.test.ts', '--reporter=tracemalloc']
const profiled = (profiles: unknown) =>
  new Project('suite').write('tracemalloc.config.json', { mode: 'exact', profiles })

it('a profile of each test file is a snapshot whose traces tell their tests', async () => {
  const project = profiled('profiles')
  const { code, text } = await project.run(args)
  expect(code, text).toBe(0)
  const { traces } = Snapshot.load(project.path(`profiles/${amounts}.pb.gz`))
  const kept = traces.filter(({ traceback }) => String(traceback.at(-1)) === `${project.path('src/keep.ts')}:20`)
  const bytes = (test: string) => kept.filter(trace => trace.test === test).reduce((sum, { size }) => sum + size, 0)
  expect(bytes('amounts > leaks > keeps 64 KiB')).toSatisfy(kib(64))
  expect(bytes('amounts > leaks > keeps 2 times 96 KiB')).toSatisfy(kib(192))
})

it('a profile of each test has its memory only; tests beside each other share one', async () => {
  const project = profiled({ folder: 'profiles', per: 'test', format: 'folded' })
  const { code, text } = await project.run(args)
  expect(code, text).toBe(0)
  const folder = `profiles/${amounts}`
  const once = project.read(`${folder}/003-amounts-leaks-keeps-64-KiB.folded.txt`)
  expect(once.match(/src\/keep\.ts:20\) (\d+)$/m)?.[1]).toSatisfy((bytes: string) => kib(64)(Number(bytes)))
  expect(project.read(`${folder}/001-amounts-keeps-nothing.folded.txt`)).not.toContain('src/keep.ts')
  expect(project.list('profiles/test/concurrent.test.ts')).toHaveLength(1)
})

it('a folder that cannot be made stops the run before its tests', async () => {
  const { code, text } = await profiled('package.json/x').run(args)
  expect(code).toBe(1)
  expect(text).toMatch(/Profiles cannot be written to .*package\.json\/x: .*Set profiles to a folder that can be made/)
  expect(text).not.toContain('Top ')
})

it('a profile that cannot be written fails the run when it has ended, and no test', async () => {
  const project = profiled('profiles').write('profiles/test', 'a file, where a folder must be')
  const { code, text } = await project.run([amounts, '--reporter=tracemalloc'])
  expect(code).toBe(1)
  expect(text).toMatch(/Profiles of test\/amounts\.test\.ts are missing: .*profiles\/test\/amounts\.test\.ts/)
  expect(text).toContain('Top ')
  expect(text).not.toContain(' FAIL ')
})
