import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunResult, TestResult } from '@tracemalloc/core'
import { onTestFinished } from 'vitest'

const workspace = fileURLToPath(new URL('../..', import.meta.url))

/** The Node and the Vitest under test: by default those that run this. */
export const nodeBinary = process.env.NODE_BIN ?? process.execPath
export const vitestScript = process.env.VITEST_BIN ?? join(workspace, 'node_modules/vitest/vitest.mjs')
const vitestPackage = dirname(vitestScript)
export const vitestVersion: string = JSON.parse(readFileSync(join(vitestPackage, 'package.json'), 'utf8')).version
export const vitestMajor = Number.parseInt(vitestVersion, 10)

/** What an inner run printed, and how it ended. */
export interface Output {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly text: string
}

/** A copy of a fixture in a folder of its own, where the packages under test are installed. Gone after the test. */
/** What is tested end to end are amounts to the byte, which a sample does not give. */
const exactly = { tracemalloc: { mode: 'exact' } }

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
    const child = this.start(['run', ...args], env)
    return new Promise((resolve, reject) => {
      let stdout = ''
      let stderr = ''
      child.stdout.setEncoding('utf8').on('data', chunk => {
        stdout += chunk
      })
      child.stderr.setEncoding('utf8').on('data', chunk => {
        stderr += chunk
      })
      child.on('error', reject)
      child.on('close', code => resolve({ code, stdout, stderr, text: stdout + stderr }))
    })
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

/** Installs what would be published, so that it lies under node_modules; its dependencies are linked. */
function install(modules: string): void {
  const source = join(workspace, 'packages/vitest-plugin')
  const target = join(modules, 'tracemalloc')
  const { files } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { files: string[] }
  for (const file of ['package.json', ...files]) cpSync(join(source, file), join(target, file), { recursive: true })
  mkdirSync(join(modules, '@tracemalloc'))
  symlinkSync(join(workspace, 'packages/core'), join(modules, '@tracemalloc/core'))
  symlinkSync(join(workspace, 'node_modules/picocolors'), join(modules, 'picocolors'))
}

const ours = /^(VITEST|TINYPOOL|TRACEMALLOC|npm_|NODE_ENV$|NODE_OPTIONS$|TEST$|CI$|GITHUB_|FORCE_COLOR$|NO_COLOR$)/

/** Without what the outer Vitest, npm or a CI service has set. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))

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
