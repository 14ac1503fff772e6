import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectExpectations } from '../e2e/expectations.js'
import { type VitestReport, verdicts } from '../e2e/project.js'
import { checkTypes, uses } from '../e2e/types.js'
import { JestProject, jestPackage } from './project.js'

const json = ['--json', '--outputFile=out/jest.json', 'expectations']

describe('matchers under Jest', () => {
  it.each([
    ['exact', []],
    ['sampled', []],
    ['exact', ['--setupFilesAfterEnv=jest-tracemalloc/matchers']],
  ])('measure functions and objects in %s mode %s', async (mode, args) => {
    const project = new JestProject({ mode })
    await project.run([...json, ...args])
    expectExpectations(verdicts(project.json<VitestReport>('out/jest.json')))
  })

  it('say without the reporter that nothing is traced', async () => {
    const project = new JestProject()
    await project.jest([
      '--json',
      '--outputFile=jest.json',
      'expectations',
      '--setupFilesAfterEnv=jest-tracemalloc/matchers',
    ])
    for (const [name, { status, failureMessages }] of verdicts(project.json<VitestReport>('jest.json')))
      expect([name, status, failureMessages.join()]).toEqual([name, 'failed', expect.stringContaining('is traced')])
  })

  it.each([
    ['@jest/globals', `import { expect } from '@jest/globals'`],
    [
      '@types/jest, which declares it so',
      `declare global { namespace jest { interface Matchers<R, T = {}> { not: Matchers<R, T> } } }
       declare const expect: <T>(actual: T) => jest.Matchers<void, T>`,
    ],
  ])('have types with the expect of %s', async (_, declaration) => {
    const project = new JestProject()
    for (const name of ['@jest/globals', 'expect']) project.link(name, join(jestPackage, '..', name))
    const source = `import 'jest-tracemalloc/matchers'\n${declaration}${uses}`
    expect((await checkTypes(project, 'types.cts', source)).stdout).toBe('')
  })
})
