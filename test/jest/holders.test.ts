import { expect, it } from 'vitest'
import { addHolders, expectHolders, holdersTest } from '../e2e/holders.js'
import { type VitestReport, verdicts } from '../e2e/project.js'
import { JestProject } from './project.js'

it('every failing test of a file says who holds its objects', async () => {
  const project = addHolders(new JestProject())
  const { code } = await project.run(['--json', '--outputFile=out/jest.json', holdersTest])
  expect(code).toBe(1)
  expectHolders(verdicts(project.json<VitestReport>('out/jest.json')))
})
