import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanEnvironment, nodeBinary, workspace } from '../e2e/installed.js'

const packages = {
  '@tracemalloc/native': 'native',
  '@tracemalloc/core': 'packages/core',
  tracemalloc: 'packages/vitest-plugin',
  'jest-tracemalloc': 'packages/jest-reporter',
}

interface Manifest {
  readonly engines: object
  readonly license: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

/** A folder with what would be published in its node_modules, and nothing else of the workspace but what that depends on. */
let root: string

const installed = (name: string): string => join(root, 'node_modules', name)
const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8'))

const npm = (folder: string, ...args: string[]): string =>
  execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

function unpack(name: string, folder: string): void {
  const file = npm(join(workspace, folder), 'pack', '--silent', '--ignore-scripts', `--pack-destination=${root}`).trim()
  mkdirSync(installed(name), { recursive: true })
  execFileSync('tar', ['-xzf', join(root, file), '-C', installed(name), '--strip-components=1'])
}

function linkDependencies(name: string): void {
  for (const dependency of Object.keys(manifestOf(name).dependencies ?? {})) {
    if (existsSync(installed(dependency))) continue
    mkdirSync(dirname(installed(dependency)), { recursive: true })
    symlinkSync(join(workspace, 'node_modules', dependency), installed(dependency))
  }
}

const node = (source: string, ...flags: string[]): string =>
  execFileSync(nodeBinary, [...flags, '-e', source], { cwd: root, encoding: 'utf8', env: cleanEnvironment() })

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tracemalloc-packages-'))
  for (const [name, folder] of Object.entries(packages)) unpack(name, folder)
  for (const name of Object.keys(packages)) linkDependencies(name)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe.each(Object.keys(packages))('%s as it is published', name => {
  it('has a licence, says which Nodes it runs on, and runs nothing when it is installed', () => {
    const { engines, license, scripts = {} } = manifestOf(name)
    expect([engines, license]).toEqual([{ node: '>=20.20.2' }, 'MIT'])
    expect(readFileSync(join(installed(name), 'LICENSE'), 'utf8')).toBe(
      readFileSync(join(workspace, 'LICENSE'), 'utf8'),
    )
    expect(Object.keys(scripts).filter(script => /install|prepare/.test(script))).toEqual([])
  })

  it('has a README and what the program needs; no tests, and nothing of the build', () => {
    const files = readdirSync(installed(name), { recursive: true }).map(String)
    expect(files.filter(file => /\.test\.|(^|\/)(test|node_modules)\/|buildinfo$|\.inputs$/.test(file))).toEqual([])
    expect(files).toEqual(expect.arrayContaining(['README.md', 'package.json']))
  })

  it('names no folder of the machine that it was made on', () => {
    const texts = readdirSync(installed(name), { recursive: true, withFileTypes: true })
      .filter(file => file.isFile())
      .map(file => readFileSync(join(file.parentPath, file.name), 'latin1'))
    expect(texts.filter(text => text.includes(workspace))).toEqual([])
  })
})

it('they trace, as ES modules and as CommonJS', () => {
  const trace = `start(); const kept = Array.from({ length: 1000 }, () => ({})); console.log(getTracerInfo().mode, getTracedMemory()[0] > 1000, kept.length)`
  const imported = `import { getTracedMemory, getTracerInfo, start } from 'tracemalloc'; ${trace}`
  expect(node(imported, '--input-type=module')).toBe('exact true 1000\n')
  expect(
    node(`console.log(typeof require('jest-tracemalloc').limitMemory, require('@tracemalloc/native').tracing())`),
  ).toBe('function false\n')
})

it('the command and preloading work', () => {
  writeFileSync(join(root, 'app.cjs'), 'globalThis.kept = Array.from({ length: 1000 }, () => ({}))\n')
  const bin = join(installed('tracemalloc'), 'bin/tracemalloc.js')
  execFileSync(nodeBinary, [bin, 'run', '-o', 'top.txt', 'app.cjs'], { cwd: root, env: cleanEnvironment() })
  expect(readFileSync(join(root, 'top.txt'), 'utf8')).toContain('#1: app.cjs:1: size=')
  expect(node('console.log(1)', '--import=tracemalloc/register')).toBe('1\n')
})

it('without a binary that fits, the functions still work, and it is said why lines are missing', () => {
  rmSync(join(installed('@tracemalloc/native'), 'prebuilds'), { recursive: true })
  const source = `import { getTracerInfo, start } from 'tracemalloc'; start(); console.log(JSON.stringify(getTracerInfo()))`
  const { mode, notice } = JSON.parse(node(source, '--input-type=module')) as { mode: string; notice: string }
  expect(mode).toBe('function')
  expect(notice).toMatch(/cannot load the addon of @tracemalloc\/native.*npm run build:native/)
})
