import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { RunResult, TestResult } from '@tracemalloc/core'
import { onTestFinished } from 'vitest'
import { cleanEnvironment, install, nodeBinary, type Output, outputOf, workspace } from './installed.js'

/** The Vitest under test: by default the workspace's. */
export const vitestScript = process.env.VITEST_BIN ?? join(workspace, 'node_modules/vitest/vitest.mjs')
const vitestPackage = dirname(vitestScript)
export const vitestVersion: string = JSON.parse(readFileSync(join(vitestPackage, 'package.json'), 'utf8')).version
export const vitestMajor = Number.parseInt(vitestVersion, 10)

/** What is tested end to end are amounts to the byte, which a sample does not give. */
const exactly = { tracemalloc: { mode: 'exact' } }

/** A copy of a fixture in a folder of its own, where the packages under test are installed. Gone after the test. */
export class Project {
  readonly root: string

  constructor(fixture: string) {
    this.root = mkdtempSync(join(tmpdir(), 'tracemalloc-e2e-'))
    cpSync(join(workspace, 'test/fixtures/vitest', fixture), this.root, { recursive: true })
    const modules = join(this.root, 'node_modules')
    mkdirSync(modules)
    symlinkSync(vitestPackage, join(modules, 'vitest'))
    install(modules)
    this.write('package.json', { ...exactly, ...this.json<object>('package.json') })
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }))
  }

  path(file: string): string {
    return join(this.root, file)
  }

  write(file: string, content: string | object): this {
    writeFileSync(this.path(file), typeof content === 'string' ? content : JSON.stringify(content))
    return this
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8')
  }

  json<T>(file: string): T {
    return JSON.parse(this.read(file)) as T
  }

  /** Runs `vitest run` here. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Output> {
    return outputOf(this.start(['run', ...args], env))
  }

  /** Starts Vitest here; what is left of it dies with the test. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(nodeBinary, [vitestScript, ...args], {
      cwd: this.root,
      env: { ...cleanEnvironment(), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    })
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    return child
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
