import { describe, expect, it } from 'vitest'
import { expectExpectations } from '../e2e/expectations.js'
import { type VitestReport, verdicts } from '../e2e/project.js'
import { JestProject } from './project.js'

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
})
