// node scripts/build.mjs [--all] [--force] [--nodedir FOLDER]: builds the addon for the running Node, or with --all for
// every supported one, into prebuilds/<platform>-<arch>/node.abi<ABI>.node, where node-gyp-build finds the right one.
// The compile itself is node-gyp's. It never fetches headers: they come from the Node's own prefix or from --nodedir.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withLock } from './lock.mjs'
import { allNodes, runningNode, versions } from './nodes.mjs'

const native = fileURLToPath(new URL('..', import.meta.url))
const prebuilds = join(native, 'prebuilds', `${process.platform}-${process.arch}`)
const require = createRequire(import.meta.url)
const jobs = 2

const read = file => readFileSync(file, 'utf8')

function headersOf(node) {
  if (!node.prefix) {
    throw new Error(
      `No headers for Node ${process.version}: ${process.execPath} has no include/node next to its bin folder.\n` +
        'Give the folder that has it: npm run build:native -- --nodedir FOLDER',
    )
  }
  const version = read(join(node.prefix, 'include/node/node_version.h'))
  const part = name => Number(version.match(new RegExp(`#define ${name} (\\d+)`))?.[1])
  if (part('NODE_MAJOR_VERSION') !== node.major) {
    throw new Error(`${node.prefix} has the headers of Node ${part('NODE_MAJOR_VERSION')}, not of Node ${node.major}`)
  }
  const v8 = read(join(node.prefix, 'include/node/v8-version.h'))
  return { abi: part('NODE_MODULE_VERSION'), text: version + v8 }
}

/** Everything that decides what the binary looks like, except the compiler. */
function inputsHash(headers) {
  const sources = readdirSync(join(native, 'src')).sort()
  const files = ['binding.gyp', 'scripts/build.mjs', ...sources.map(name => join('src', name))]
  const hash = createHash('sha256')
    .update(headers.text)
    .update(read(require.resolve('node-addon-api/package.json')))
  for (const name of files) hash.update(`${name}\0${read(join(native, name))}\0`)
  return hash.digest('hex')
}

/**
 * node-gyp always builds into ./build, so each ABI gets a folder of its own to stand in. Objects stay there: the next
 * build compiles only what changed. node-gyp-build looks into build/Release only, which never exists here.
 */
function compile(node, abi) {
  const folder = join(native, 'build', `abi${abi}`)
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(native, 'binding.gyp'), join(folder, 'binding.gyp'))
  if (!existsSync(join(folder, 'src'))) symlinkSync('../../src', join(folder, 'src'))
  const gyp = require.resolve('node-gyp/bin/node-gyp.js')
  const options = [`--nodedir=${node.prefix}`, `--jobs=${jobs}`, '--loglevel=warn']
  const environment = { ...process.env, npm_config_nodedir: node.prefix, npm_config_loglevel: 'warn' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [gyp, 'configure', 'build', ...options], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`The addon did not compile for Node ${node.major}:\n${stdout}\n${stderr}`)
  if (stderr.includes('warning:')) process.stderr.write(stderr)
  return join(folder, 'build/Release/tracemalloc.node')
}

function build(node, force) {
  const headers = headersOf(node)
  const target = join(prebuilds, `node.abi${headers.abi}.node`)
  const stamp = `${target}.inputs`
  const hash = inputsHash(headers)
  if (!force && existsSync(target) && existsSync(stamp) && read(stamp) === hash) return
  const started = Date.now()
  const binary = compile(node, headers.abi)
  mkdirSync(prebuilds, { recursive: true })
  rmSync(stamp, { force: true })
  // A new file under the old name: overwriting the old one in place would crash whoever has it mapped.
  copyFileSync(binary, `${target}.new`)
  renameSync(`${target}.new`, target)
  writeFileSync(stamp, hash)
  console.log(
    `Built the addon for Node ${node.major} (ABI ${headers.abi}) in ${Math.round((Date.now() - started) / 1000)} s`,
  )
}

function main() {
  const { values } = parseArgs({
    options: { all: { type: 'boolean' }, force: { type: 'boolean' }, nodedir: { type: 'string' } },
  })
  // A build/Release of a plain `node-gyp rebuild` would win over every prebuild.
  for (const name of ['Release', 'Debug']) rmSync(join(native, 'build', name), { recursive: true, force: true })
  const running = runningNode(values.nodedir)
  if (!values.all && !versions[running.major]) console.warn(`Node ${process.version} is not a supported version`)
  withLock(join(native, 'build', 'lock'), () => {
    for (const node of values.all ? allNodes() : [running]) build(node, values.force)
  })
}

try {
  main()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
