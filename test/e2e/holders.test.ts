import { describe, it } from 'vitest'
import { addHolders, expectHolders, holdersTest } from './holders.js'
import { Project, type VitestReport, verdicts } from './project.js'

/** Vitest 5 forgets calls before each test, unless it is told not to. */
const config = 'export default { test: { clearMocks: false } }'
const json = ['--reporter=json', '--outputFile.json=out/vitest.json']

const ways = ['--pool=forks', '--pool=threads', '--pool=vmForks', '--pool=vmThreads', '--no-isolate']

describe('every failing test of a file says who holds its objects', () => {
  it.each(ways)('%s', async argument => {
    const project = addHolders(new Project('suite')).write('vitest.config.ts', config)
    await project.run([holdersTest, '--reporter=tracemalloc', ...json, argument])
    expectHolders(verdicts(project.json<VitestReport>('out/vitest.json')))
  })
})
