import { describe, expect, it } from 'vitest'
import { expectExpectations } from './expectations.js'
import { Project, type VitestReport, verdicts } from './project.js'
import { checkTypes, uses } from './types.js'

const jsonReporter = ['--reporter=json', '--outputFile.json=out/vitest.json']
const file = 'test/expectations.test.ts'

const pools = ['forks', 'threads', 'vmForks', 'vmThreads'].map(pool => [pool, [`--pool=${pool}`]] as const)

describe('matchers', () => {
  it.each(pools)('measure functions and objects in the pool %s', async (_, args) => {
    const project = new Project('suite')
    await project.run([file, '--reporter=tracemalloc', ...jsonReporter, ...args])
    expectExpectations(verdicts(project.json<VitestReport>('out/vitest.json')))
  })

  it('measure exactly in sampled mode', async () => {
    const project = new Project('suite').write('tracemalloc.config.json', { mode: 'sampled' })
    await project.run([file, '--reporter=tracemalloc', ...jsonReporter])
    expectExpectations(verdicts(project.json<VitestReport>('out/vitest.json')))
  })

  it('say without the reporter that nothing is traced', async () => {
    const project = withSetup()
    const output = await project.run([file, ...jsonReporter])
    expect(output.code).toBe(1)
    const tests = verdicts(project.json<VitestReport>('out/vitest.json'))
    for (const [name, { status, failureMessages }] of tests)
      expect([name, status, failureMessages.join()]).toEqual([name, 'failed', expect.stringContaining('is traced')])
  })

  it('are there with the reporter and the setup file', async () => {
    const project = withSetup()
    await project.run([file, '--reporter=tracemalloc', ...jsonReporter])
    expectExpectations(verdicts(project.json<VitestReport>('out/vitest.json')))
  })

  it('have types', async () => {
    const source = `import 'tracemalloc/matchers'\nimport { expect } from 'vitest'${uses}`
    expect((await checkTypes(new Project('suite'), 'types.mts', source)).stdout).toBe('')
  })
})

/** Registers the matchers by hand. */
const withSetup = (): Project =>
  new Project('suite')
    .write('setup.ts', `import 'tracemalloc/matchers'`)
    .write('vitest.config.ts', `export default { test: { setupFiles: './setup.ts' } }`)
