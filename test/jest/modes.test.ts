import type { RunResult } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { expectAmounts } from '../e2e/amounts.js'
import { autoFile, autoTests, expectAuto } from '../e2e/auto-mode.js'
import { errorStacks, errorStacksTest, expectErrorStacks } from '../e2e/error-stacks.js'
import { amounts } from '../e2e/measured.js'
import { expectReserved, reservedFile } from '../e2e/reserved-file.js'
import { JestProject, jestVersion } from './project.js'

function expectMeasured(run: RunResult): void {
  expectAmounts(run, { name: 'jest', version: jestVersion })
  for (const { leakedContext } of run.files) expect(leakedContext).toBeUndefined()
}

const swc = `module.exports = { ...require('./jest.config.cjs'), transform: { '\\\\.[jt]s$': ['@swc/jest', {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] } }`
const tsJest = `module.exports = { ...require('./jest.config.cjs'), transform: { '\\\\.[jt]s$': ['ts-jest', {
  diagnostics: false, tsconfig: { target: 'es2022', module: 'commonjs', isolatedModules: true } }] } }`

/** Arguments, with another configuration if need be. */
const modes: Record<string, { args?: string[]; config?: string }> = {
  'in one process': {},
  'in workers': { args: ['-w=2', 'test/together.test.js'] },
  'in worker threads': { args: ['-w=2', '--workerThreads', 'test/together.test.js'] },
  'with jsdom': { args: ['--env=jsdom'] },
  'with resetModules, in random order': { args: ['--resetModules', '--randomize', '--seed=1'] },
  'covered by Babel': { args: ['--coverage', '--coverageReporters=json'] },
  'covered by V8': { args: ['--coverage', '--coverageProvider=v8', '--coverageReporters=json'] },
  'compiled by swc': { config: swc },
  'compiled by ts-jest': { config: tsJest },
}

/** In how many storages Node keeps a value for each promise, and whether storages are as Node made them. */
const contextsTest = `const { AsyncLocalStorage, executionAsyncResource } = require('node:async_hooks')
const { run } = AsyncLocalStorage.prototype
const mine = new AsyncLocalStorage()

beforeAll(() => expect(AsyncLocalStorage.prototype.run).toBe(run))

test('contexts', async () => {
  expect(AsyncLocalStorage.prototype.run).toBe(run)
  const kept = await mine.run({ test: { type: 'test' } }, async () => {
    await null
    expect(mine.getStore()).toEqual({ test: { type: 'test' } })
    return Object.getOwnPropertySymbols(executionAsyncResource()).filter(it => it.description === 'kResourceStore')
  })
  mine.disable()
  // This one, and Jest's.
  expect(kept.length).toBeLessThanOrEqual(2)
})
`

describe('Jest measures to the byte, on original lines', () => {
  it.each(Object.entries(modes))('%s', async (_, { args = [], config }) => {
    const project = new JestProject()
    if (config) project.write('other.config.cjs', config)
    const output = await project.run([amounts, ...(config ? ['--config=other.config.cjs'] : []), ...args])
    expect(output.code, output.text).toBe(0)
    expectMeasured(project.result())
    expect(output.stderr).toMatch(/^#1: src\/keep\.ts:20: size=256 KiB \(\+256 KiB\), count=[36] \(\+[36]\)/m)
  })

  it('what V8 reserves, and says what is on no line', async () => {
    const test = 'test/reserved.test.ts'
    const project = new JestProject()
    const output = await project.write(test, reservedFile).run([test])
    expect(output.code, output.text).toBe(0)
    expectReserved(project.result(), output, test)
  })

  it('as ES modules', async () => {
    const config = `module.exports = { ...require('./jest.config.cjs'), extensionsToTreatAsEsm: ['.ts'], transform: {
      '\\\\.ts$': ['babel-jest', { babelrc: false, configFile: false, presets: ['@babel/preset-typescript'] }] } }`
    const project = new JestProject().write('other.config.cjs', config)
    const args = [amounts, 'test/native.test.mjs', '--config=other.config.cjs']
    const output = await project.run(args, { ESM: '1' })
    expect(output.text).toContain('MemoryBudgetError: test retained 64.')
    const { violations, files } = project.result()
    expect(violations).toHaveLength(1)
    expect(files.map(({ file }) => file)).toEqual([amounts, 'test/native.test.mjs'])
    expectMeasured({ ...project.result(), violations: [] })
  })

  it('as ES modules that import others, whose contexts are not said to be leaked', async () => {
    const project = new JestProject()
      .write('src/inner.mjs', 'export const kept = new Map()\n')
      .write('src/outer.mjs', "import { kept } from './inner.mjs'\nexport const keep = () => kept.set(1, {})\n")
    const file = "import { keep } from '../src/outer.mjs'\nit('keeps', () => void expect(keep().size).toBe(1))\n"
    for (const name of ['one', 'two', 'three']) project.write(`test/${name}.test.mjs`, file)
    const output = await project.run(['test/one', 'test/two', 'test/three'], { ESM: '1' })
    expect(output.code, output.text).toBe(0)
    expect(project.result().files.map(({ leakedContext }) => leakedContext)).toEqual([undefined, undefined, undefined])
  })

  it('and no file pays for the contexts of the tests of earlier ones', async () => {
    const files = ['one', 'two', 'three'].map(name => `test/${name}.test.js`)
    const project = new JestProject()
    for (const file of files) project.write(file, contextsTest)
    const output = await project.run(files)
    expect(output.code, output.text).toBe(0)
  })

  it('in shards that are as good as the whole', async () => {
    const files = [amounts, 'test/together.test.js', 'test/empty.test.js']
    const project = new JestProject().write('test/empty.test.js', "it('is empty', () => {})\n")
    const run = async (...args: string[]): Promise<RunResult> => {
      const output = await project.run([...files, ...args])
      expect(output.code, output.text).toBe(0)
      return project.result()
    }
    const whole = await run()
    const shards = [await run('--shard=1/2'), await run('--shard=2/2')]
    const sorted = (runs: readonly RunResult[]) =>
      runs.flatMap(({ files }) => files).sort((a, b) => (a.file < b.file ? -1 : 1))
    const namesOf = (runs: readonly RunResult[]) =>
      sorted(runs).map(({ file, tests }) => [file, tests.map(({ name, state }) => [name, state])])
    for (const shard of shards) expect(shard.files.length).toBeLessThan(whole.files.length)
    expect(namesOf(shards)).toEqual(namesOf([whole]))
    const bytesOf = (runs: readonly RunResult[]) =>
      sorted(runs).flatMap(({ tests }) => tests.map(({ retained }) => retained.bytes))
    const expected = bytesOf([whole])
    // Files that ran before have filled other caches.
    for (const [index, bytes] of bytesOf(shards).entries()) {
      expect(Math.abs(bytes - (expected[index] ?? Number.NaN))).toBeLessThan(256)
    }
  })

  it('in projects with environments, runners and names of their own', async () => {
    const base = "...require('./jest.config.cjs')"
    const environment = `const { TestEnvironment } = require('jest-environment-node')
module.exports = class extends TestEnvironment {
  handleTestEvent = async ({ name }) => { if (name === 'test_done') this.global.done = (this.global.done ?? 0) + 1 }
}`
    const runner = `const circus = require('jest-circus/runner')
module.exports = (...args) => (circus.default ?? circus)(...args)`
    const project = new JestProject()
      .write('environment.cjs', environment)
      .write('runner.cjs', runner)
      .write(
        'other.config.cjs',
        `module.exports = { projects: [
          { ${base}, displayName: 'b', testEnvironment: './environment.cjs' },
          { ${base}, displayName: 'a', testRunner: './runner.cjs', testEnvironment: 'jsdom' },
        ] }`,
      )
    const output = await project.run([amounts, '--config=other.config.cjs'])
    expect(output.code, output.text).toBe(0)
    const run = project.result()
    expect(run.files.map(({ file, project }) => [file, project])).toEqual([
      [amounts, 'a'],
      [amounts, 'b'],
    ])
    for (const file of run.files) expectMeasured({ ...run, files: [file] })
  })
})

it('Jest samples in auto mode as soon as tracing takes too much CPU time', async () => {
  const project = new JestProject({ mode: 'auto', overhead: 0.05 })
  project.write(autoFile, autoTests("const { limitMemory } = require('jest-tracemalloc')"))
  const output = await project.run([autoFile])
  expect(output.code, output.text).toBe(0)
  expectAuto(project.result())
})

it("what Jest keeps to show the stacks of errors is not the test's", async () => {
  const project = new JestProject().write(errorStacksTest, errorStacks(''))
  const output = await project.run([errorStacksTest])
  expect(output.code, output.text).toBe(0)
  expectErrorStacks(project.result())
})
