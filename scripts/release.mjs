// `npm run release`, in the release workflow: publishes what npm does not have yet. npm takes a provenance statement only
// when a package names the repository that it was built in; that is known here, whatever it is called.
import { join } from 'node:path'
import { packages } from './packages.mjs'
import { root, run } from './suites.mjs'

const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env

function nameRepository(folder) {
  const url = `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`
  const fields = ['repository.type=git', `repository.url=${url}`, `repository.directory=${folder}`]
  return run('npm', ['pkg', 'set', '--prefix', join(root, folder), ...fields])
}

if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY) {
  console.error('GITHUB_REPOSITORY is not set: packages are published by the release workflow only')
  process.exitCode = 1
} else if (!packages.every(nameRepository) || !run('npx', ['--no-install', 'changeset', 'publish'])) {
  process.exitCode = 1
}
