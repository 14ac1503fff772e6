// The test runners of the matrix, each installed into .cache/<name>-<version>/ on demand.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './suites.mjs'

/** By name and the version that the matrix calls it by; of each the last patch that was tried. */
const packages = {
  vitest: {
    script: 'vitest.mjs',
    versions: { 3.2: ['vitest@3.2.7'], 4.1: ['vitest@4.1.12'], 5.1: ['vitest@5.1.1'] },
  },
  jest: {
    script: 'bin/jest.js',
    versions: {
      29.7: ['jest@29.7.0', 'jest-environment-jsdom@29.7.0'],
      30.5: ['jest@30.5.2', 'jest-environment-jsdom@30.5.2'],
    },
  },
}

/** @returns {{ version: string, binary: string }} `version` is the short one, `binary` a script for node. */
export function runnerOf(name, version) {
  const { script, versions } = packages[name]
  const specs = versions[version]
  const folder = join(root, '.cache', `${name}-${version}`)
  const missing = specs.filter(spec => !isInstalled(folder, spec))
  if (missing.length > 0) install(folder, specs)
  return { version, binary: join(folder, 'node_modules', name, script) }
}

function isInstalled(folder, spec) {
  const [name, version] = spec.split('@')
  const manifest = join(folder, 'node_modules', name, 'package.json')
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version
}

function install(folder, specs) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, ...specs]
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder })
  if (status !== 0) throw new Error(`npm could not install ${specs.join(' ')} into ${folder}`)
}
