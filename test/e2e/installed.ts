import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const workspace = fileURLToPath(new URL('../..', import.meta.url))

/** The Node under test: by default the one that runs this. */
export const nodeBinary = process.env.NODE_BIN ?? process.execPath

/** Installs the program and the Vitest reporter. */
export const install = (modules: string): void => installPackage(modules, 'tracemalloc', 'packages/vitest-plugin')

/** Installs what would be published of a package, so that it lies under node_modules; the core is linked. */
export function installPackage(modules: string, name: string, folder: string): void {
  const source = join(workspace, folder)
  const target = join(modules, name)
  const { files } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { files: string[] }
  const shipped = files.filter(file => !file.startsWith('!'))
  for (const file of ['package.json', ...shipped]) cpSync(join(source, file), join(target, file), { recursive: true })
  mkdirSync(join(modules, '@tracemalloc'))
  symlinkSync(join(workspace, 'packages/core'), join(modules, '@tracemalloc/core'))
}

const ours =
  /^(VITEST|TINYPOOL|TRACEMALLOC|NODE_TRACEMALLOC|npm_|NODE_ENV$|NODE_OPTIONS$|TEST$|CI$|GITHUB_|FORCE_COLOR$|NO_COLOR$)/

/** Without what the outer Vitest, npm or a CI service has set. */
export const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))

/** What a process printed, and how it ended. */
export interface Output {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly text: string
}

/** Waits for the end of a process with piped output. */
export function outputOf(child: ChildProcess): Promise<Output> {
  return new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', chunk => {
      stdout += chunk
    })
    child.stderr?.setEncoding('utf8').on('data', chunk => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr, text: stdout + stderr }))
  })
}
