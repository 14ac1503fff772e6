import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Snapshot } from '@tracemalloc/core'
import { onTestFinished } from 'vitest'
import { cleanEnvironment, install, nodeBinary, type Output, outputOf } from '../e2e/installed.js'

export const command = 'node_modules/tracemalloc/bin/tracemalloc.js'

/** A program in a folder of its own, where the packages under test are installed. Gone after the test. */
export class Program {
  readonly root: string

  /** @param files texts by their names */
  constructor(files: Readonly<Record<string, string>> = {}) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), 'tracemalloc-program-')))
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }))
    mkdirSync(this.path('node_modules'))
    install(this.path('node_modules'))
    for (const [name, text] of Object.entries(files)) this.write(name, text)
  }

  path(file: string): string {
    return join(this.root, file)
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true })
    writeFileSync(this.path(file), text)
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8')
  }

  exists(file: string): boolean {
    return existsSync(this.path(file))
  }

  /** Files at the top that match, sorted. */
  list(pattern: RegExp): string[] {
    return readdirSync(this.root)
      .filter(name => pattern.test(name))
      .sort()
  }

  load(file: string): Snapshot {
    return Snapshot.load(this.path(file))
  }

  /** Runs Node here until it ends. */
  node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Output> {
    const child = this.spawn(nodeBinary, args, env)
    child.stdin?.end()
    return outputOf(child)
  }

  /** Runs `tracemalloc` here until it ends. */
  tracemalloc(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Output> {
    return this.node([command, ...args], env)
  }

  /** Starts Node here; what is left of it dies with the test. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    return new Running(this.spawn(nodeBinary, args, env))
  }

  /** Starts anything here, likewise. */
  spawn(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const child = spawn(file, args, {
      cwd: this.root,
      env: { ...cleanEnvironment(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what it has started can be ended with it.
      detached: true,
    })
    onTestFinished(() => killGroup(child))
    return child
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A process that is still running. */
export class Running {
  readonly end: Promise<Output>
  #text = ''

  constructor(readonly child: ChildProcess) {
    this.end = outputOf(child)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', chunk => {
        this.#text += chunk
      })
    }
  }

  get text(): string {
    return this.#text
  }

  /** Waits until it has printed something, or something else is the case. */
  async until(condition: RegExp | (() => boolean)): Promise<void> {
    const holds = typeof condition === 'function' ? condition : () => condition.test(this.#text)
    while (!holds()) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`it ended: ${this.#text}`)
      await sleep(20)
    }
  }
}
