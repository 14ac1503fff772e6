import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunResult, TestResult } from '@tracemalloc/core'
import { Fixture } from './fixture.js'
import { install, type Output, outputOf, workspace } from './installed.js'

/** The Vitest under test: by default the workspace's. */
export const vitestScript = process.env.VITEST_BIN ?? join(workspace, 'node_modules/vitest/vitest.mjs')
const vitestPackage = dirname(vitestScript)
export const vitestVersion: string = JSON.parse(readFileSync(join(vitestPackage, 'package.json'), 'utf8')).version
export const vitestMajor = Number.parseInt(vitestVersion, 10)

/** A fixture for Vitest, with the packages under test. */
export class Project extends Fixture {
  constructor(fixture: string) {
    super(join('vitest', fixture))
    this.link('vitest', vitestPackage)
    install(this.path('node_modules'))
  }

  /** Runs `vitest run` here. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Output> {
    return outputOf(this.start(['run', ...args], env))
  }

  /** Runs `vitest run` in a terminal. */
  runInTerminal(args: readonly string[], columns: number, env: NodeJS.ProcessEnv = {}): Promise<Output> {
    return this.inTerminal([vitestScript, 'run', ...args], columns, env)
  }

  /** Starts Vitest here. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return this.spawn([vitestScript, ...args], env)
  }
}

/** Of a file that `outputFile` has written: the tests by their names. */
export function testsOf(run: RunResult, file: string): Map<string, TestResult> {
  const found = run.files.find(result => result.file === file)
  if (!found) throw new Error(`no results of ${file}, only of ${run.files.map(result => result.file).join(', ')}`)
  return new Map(found.tests.map(test => [test.name, test]))
}

/** What Vitest's own JSON reporter says of each test, by the name joined by ` > `. */
export function verdicts(report: VitestReport): Map<string, Verdict> {
  const assertions = report.testResults.flatMap(file => file.assertionResults)
  return new Map(assertions.map(it => [[...it.ancestorTitles, it.title].join(' > '), it]))
}

export interface Verdict {
  readonly ancestorTitles: readonly string[]
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly Verdict[]
  }[]
}
