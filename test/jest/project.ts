import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunResult } from '@tracemalloc/core'
import { Fixture } from '../e2e/fixture.js'
import { installPackage, type Output, outputOf, workspace } from '../e2e/installed.js'

/** The Jest under test: by default the workspace's. */
const jestScript = process.env.JEST_BIN ?? join(workspace, 'node_modules/jest/bin/jest.js')
export const jestPackage = join(dirname(jestScript), '..')
export const jestVersion: string = JSON.parse(readFileSync(join(jestPackage, 'package.json'), 'utf8')).version
export const jestMajor = Number.parseInt(jestVersion, 10)

/** Of the fixture's dependencies, what tests use; what lies beside Jest is of its version. */
const beside = ['jest', 'jest-circus', 'jest-environment-jsdom', 'jest-environment-node', '@jest/test-result']
const tools = ['@babel/preset-typescript', '@babel/plugin-transform-modules-commonjs', '@swc/jest', '@swc/core']
const nested = ['ts-jest', 'typescript']

/** One of Vitest's fixtures with what Jest needs, and the packages under test. */
export class JestProject extends Fixture {
  constructor(config: object = {}, fixture = 'suite') {
    super(join('vitest', fixture), join('jest', fixture))
    installPackage(this.path('node_modules'), 'jest-tracemalloc', 'packages/jest-reporter')
    for (const name of beside) this.link(name, join(jestPackage, '..', name))
    for (const name of [...tools, 'jest-docblock']) this.link(name, join(workspace, 'node_modules', name))
    for (const name of nested) this.link(name, join(workspace, 'test/fixtures/jest/suite/node_modules', name))
    this.write('tracemalloc.config.json', { mode: 'exact', outputFile: 'out/result.json', top: 0, ...config })
  }

  /** Runs Jest here with the reporter alone, in one process unless `args` say otherwise. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Output> {
    const workers = args.some(argument => argument.startsWith('-w')) ? [] : ['-i']
    return outputOf(this.start([...args, ...workers, '--reporters=jest-tracemalloc'], env))
  }

  /** The same in a terminal. */
  runInTerminal(args: readonly string[], columns: number, env: NodeJS.ProcessEnv = {}): Promise<Output> {
    return this.inTerminal([jestScript, ...args, '-i', '--reporters=jest-tracemalloc'], columns, env)
  }

  /** Runs Jest here, as it is. */
  jest(args: readonly string[]): Promise<Output> {
    return outputOf(this.start(args))
  }

  /** Starts Jest here. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return this.spawn([...(env.ESM ? ['--experimental-vm-modules'] : []), jestScript, ...args], env)
  }

  /** What the last run has written. */
  result(): RunResult {
    return this.json<RunResult>('out/result.json')
  }
}
