import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { cleanEnvironment, nodeBinary, type Output, outputOf, workspace } from './installed.js'
import { terminal, terminalKind, terminalOf } from './terminal.js'

/** What is tested end to end are amounts to the byte, which a sample does not give. */
const exactly = { tracemalloc: { mode: 'exact' } }

const isSource = (path: string): boolean => !path.endsWith('node_modules')

/** Copies of fixtures in a folder of its own. Gone after the test. */
export class Fixture {
  readonly root: string

  /** @param folders in `test/fixtures`; the files of a later one replace those of an earlier one */
  constructor(...folders: readonly string[]) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), 'tracemalloc-e2e-')))
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }))
    for (const folder of folders) this.copy(folder)
    this.write('package.json', { ...exactly, ...this.json<object>('package.json') })
    mkdirSync(this.path('node_modules'))
  }

  /** Runs a script in a terminal, which has colours unless `env` says otherwise. */
  inTerminal(args: readonly string[], columns: number, env: NodeJS.ProcessEnv = {}): Promise<Output> {
    return outputOf(this.spawn(terminalOf(args, columns), { NO_COLOR: undefined, ...terminalKind, ...env }, terminal))
  }

  /** Adds the files of a folder in `test/fixtures`. */
  copy(folder: string): void {
    cpSync(join(workspace, 'test/fixtures', folder), this.root, { recursive: true, filter: isSource })
  }

  path(file: string): string {
    return join(this.root, file)
  }

  write(file: string, content: string | object): this {
    mkdirSync(dirname(this.path(file)), { recursive: true })
    writeFileSync(this.path(file), typeof content === 'string' ? content : JSON.stringify(content))
    return this
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8')
  }

  json<T>(file: string): T {
    return JSON.parse(this.read(file)) as T
  }

  /** What is in a folder, sorted. */
  list(folder: string): string[] {
    return readdirSync(this.path(folder)).sort()
  }

  /** Links a folder as a package. */
  link(name: string, folder: string): void {
    const link = this.path(join('node_modules', name))
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(folder, link)
  }

  /** Starts a script here, or another program; what is left of it dies with the test. */
  spawn(args: readonly string[], env: NodeJS.ProcessEnv, program = nodeBinary): ChildProcess {
    const child = spawn(program, args, {
      cwd: this.root,
      env: { ...cleanEnvironment(), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 100_000,
    })
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    return child
  }
}
