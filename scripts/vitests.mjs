// Vitest versions of the matrix, each installed into .cache/vitest-<version>/ on demand.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './suites.mjs'

/** By the name that the matrix and the tests use; the last patch that was tried. */
const versions = { 3.2: '3.2.7', 4.1: '4.1.12', 5.1: '5.1.1' }

/** @returns {{ version: string, binary: string }} `version` is the short one, `binary` a script for node. */
export function vitestOf(version) {
  const folder = join(root, '.cache', `vitest-${version}`)
  const home = join(folder, 'node_modules/vitest')
  const manifest = join(home, 'package.json')
  const installed = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : ''
  if (installed !== versions[version]) install(folder, `vitest@${versions[version]}`)
  return { version, binary: join(home, 'vitest.mjs') }
}

function install(folder, spec) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, spec]
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder })
  if (status !== 0) throw new Error(`npm could not install ${spec} into ${folder}`)
}
