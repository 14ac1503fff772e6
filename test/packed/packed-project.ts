import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment, nodeBinary, workspace } from '../e2e/installed.js'

const fixture = fileURLToPath(new URL('../fixtures/packed', import.meta.url))
const shared = ['native', 'packages/core']

/** The Nodes under test, `TRACEMALLOC_NODES` as in PATH: by default one. */
export const nodes = (process.env.TRACEMALLOC_NODES ?? nodeBinary).split(delimiter).map(binary => ({
  binary,
  version: execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim(),
}))

function npm(folder: string, args: readonly string[]): string {
  const env = { ...cleanEnvironment(), PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) }
  return execFileSync('npm', args, { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] })
}

export interface Run {
  readonly code: number | null
  readonly text: string
}

/** A small TypeScript project outside of the workspace, with our packages installed from what `npm publish` would send. */
export class PackedProject {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'tracemalloc-packed-')))

  /** @param reporters the folders of the packages under test @param others what else the user has installed, as npm takes it */
  constructor(reporters: readonly string[], others: readonly string[]) {
    cpSync(fixture, this.root, { recursive: true })
    const packed = mkdtempSync(join(tmpdir(), 'tracemalloc-tarballs-'))
    try {
      const folders = [...shared, ...reporters].flatMap(folder => ['-w', folder])
      npm(workspace, ['pack', '--silent', '--ignore-scripts', '--pack-destination', packed, ...folders])
      const tarballs = readdirSync(packed).map(file => join(packed, file))
      npm(this.root, ['install', '--save-dev', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs, ...others])
    } finally {
      rmSync(packed, { recursive: true, force: true })
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text)
  }

  run(binary: string, ...args: string[]): Run {
    const options = { cwd: this.root, env: { ...cleanEnvironment(), NO_COLOR: '1' }, encoding: 'utf8' } as const
    const { status, stdout, stderr } = spawnSync(binary, args, options)
    return { code: status, text: stdout + stderr }
  }

  /** What npm has to say against the tree of packages: of links, of what is missing, of peers that do not fit. */
  complaints(): string[] {
    const folders = ['node_modules', 'node_modules/@tracemalloc'].flatMap(folder =>
      readdirSync(join(this.root, folder)).map(name => join(folder, name)),
    )
    const links = folders.filter(folder => lstatSync(join(this.root, folder)).isSymbolicLink())
    const { problems = [] } = JSON.parse(npm(this.root, ['ls', '--all', '--json'])) as { problems?: string[] }
    return [...links, ...problems]
  }
}
