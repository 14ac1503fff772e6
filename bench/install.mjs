// Installs the packages of this checkout as a user has them: packed, below node_modules. Linked ones would be measured
// otherwise, since Vitest transforms and evaluates linked packages itself.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const workspace = fileURLToPath(new URL('..', import.meta.url))

function npm(args, cwd) {
  const { status, stderr } = spawnSync('npm', [...args, '--silent', '--no-audit', '--no-fund'], {
    cwd,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${stderr}`)
}

/** Into the node_modules of a project, whose package.json stays as it is. @param {string[]} [published] more, from npm */
export function installPackages(root, names, published = []) {
  const packed = mkdtempSync(join(tmpdir(), 'tracemalloc-pack-'))
  try {
    const all = ['@tracemalloc/native', '@tracemalloc/core', ...names]
    npm(['pack', '--pack-destination', packed, ...all.flatMap(name => ['-w', name])], workspace)
    const tarballs = readdirSync(packed).map(file => join(packed, file))
    installPublished(root, [...tarballs, ...published])
  } finally {
    rmSync(packed, { recursive: true, force: true })
  }
}

/** From npm, likewise. */
export function installPublished(root, packages) {
  // Peers, such as the test runner, are the project's own.
  npm(['install', '--no-save', '--no-package-lock', '--legacy-peer-deps', '--ignore-scripts', ...packages], root)
}

/** A package in that node_modules with these files. */
export function writePackage(root, name, files) {
  const folder = join(root, 'node_modules', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module' }))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return folder
}
