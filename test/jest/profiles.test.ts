import { Snapshot } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { amounts, kib } from '../e2e/measured.js'
import { JestProject } from './project.js'

it('a profile of each test file has its lines and tests', async () => {
  const project = new JestProject({ profiles: 'profiles' })
  const { code, text } = await project.run([amounts])
  expect(code, text).toBe(0)
  const { traces } = Snapshot.load(project.path(`profiles/${amounts}.pb.gz`))
  const kept = traces.filter(
    ({ test, traceback }) =>
      test === 'amounts > leaks > keeps 64 KiB' && String(traceback.at(-1)) === `${project.path('src/keep.ts')}:20`,
  )
  expect(kept.reduce((sum, { size }) => sum + size, 0)).toSatisfy(kib(64))
})

it('a profile that cannot be written fails the run when it has ended, and no test', async () => {
  const project = new JestProject({ profiles: 'profiles' }).write('profiles/test', 'a file, where a folder must be')
  const { code, text } = await project.run([amounts])
  expect(code).toBe(1)
  expect(text).toMatch(/Profiles of test\/amounts\.test\.ts are missing: .*profiles\/test\/amounts\.test\.ts/)
  expect(text).not.toContain('● ')
})
