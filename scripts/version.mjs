// `npm run version`: the next version of all packages, as the files in .changeset ask for, and its part of CHANGELOG.md.
// Changesets would write a changelog for each package; packages that always have the same version share one.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './suites.mjs'

const changelog = join(root, 'CHANGELOG.md')
/** In the root, as changesets takes it. */
const planFile = '.cache/version-plan.json'

function changeset(...args) {
  if (!run('npx', ['--no-install', 'changeset', ...args])) throw new Error(`changeset ${args.join(' ')} failed`)
}

/** @returns {{ changesets: { summary: string }[], releases: { name: string, newVersion: string }[] }} */
function plan() {
  mkdirSync(join(root, '.cache'), { recursive: true })
  changeset('status', `--output=${planFile}`)
  const text = readFileSync(join(root, planFile), 'utf8')
  rmSync(join(root, planFile))
  return JSON.parse(text)
}

const hasChanges = () =>
  readdirSync(join(root, '.changeset')).some(name => name.endsWith('.md') && name !== 'README.md')

function main() {
  if (!hasChanges()) return console.log('Nothing to release: `npx changeset` describes a change')
  const { changesets, releases } = plan()
  const { newVersion } = releases.find(({ name }) => name === '@tracemalloc/core')
  const changes = changesets.map(({ summary }) => `- ${summary.trim().replaceAll('\n', '\n  ')}\n`)
  changeset('version')
  const [head, ...versions] = readFileSync(changelog, 'utf8').split(/^(?=## )/m)
  writeFileSync(changelog, [head, `## ${newVersion}\n\n${changes.join('')}\n`, ...versions].join(''))
  if (!run('npm', ['install', '--package-lock-only', '--ignore-scripts'])) throw new Error('npm install failed')
}

main()
