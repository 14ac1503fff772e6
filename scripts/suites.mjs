// The suites of tests, each run in a child process that shows its output, and counted from a report it writes.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { record } from './results.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
const reports = join(root, '.cache/reports')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

/** Runs a command in the root and shows its output; whether it succeeded. */
export function run(command, args, env = {}) {
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...env } }
  return spawnSync(command, args, options).status === 0
}

function reportFile(name) {
  mkdirSync(reports, { recursive: true })
  const file = join(reports, name)
  rmSync(file, { force: true })
  return file
}

/** A suite that dies before it reports has failed once. */
function finish(part, ok, report, read) {
  const { passed, failures } = existsSync(report) ? read(readFileSync(report, 'utf8')) : { passed: 0, failures: [] }
  if (!ok && failures.length === 0) failures.push('the run itself')
  record(part, { passed, failures })
  return { passed, failed: failures.length }
}

/** A suite has no failure of its own: its tests have. */
function readTap(text) {
  const passed = Number(text.match(/^# pass (\d+)$/m)?.[1] ?? 0)
  const failed = /^ *not ok \d+ - (.*)(?<!# TODO)\n *---\n *duration_ms: .*\n(?! *type: 'suite')/gm
  return { passed, failures: [...text.matchAll(failed)].map(([, name]) => name) }
}

/** A file that breaks before its tests has failed itself. */
function readVitest(text) {
  const { numPassedTests, testResults } = JSON.parse(text)
  const failures = testResults.flatMap(({ name, status, assertionResults: tests }) => {
    const failed = tests
      .filter(test => test.status === 'failed')
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`)
    return status === 'failed' && tests.length === 0 ? [relative(root, name)] : failed
  })
  return { passed: numPassedTests, failures }
}

/** The addon's tests under one Node. @param {{ major: number, binary: string }} node */
export function nativeTests(node) {
  const part = `native-node-${node.major}`
  const report = reportFile(`${part}.tap`)
  const files = readdirSync(join(root, 'native/test')).filter(name => name.endsWith('.test.mjs'))
  const reporters = ['spec', 'stdout', 'tap', report].map((value, index) =>
    index % 2 === 0 ? `--test-reporter=${value}` : `--test-reporter-destination=${value}`,
  )
  const ok = run(node.binary, ['--test', ...reporters, ...files.map(name => join('native/test', name))])
  return finish(part, ok, report, readTap)
}

/** @param {string[]} [files] only these; all by default */
function vitestProject(part, project, env, files = []) {
  const report = reportFile(`${part}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ok = run(process.execPath, [vitest, 'run', '--project', project, ...reporters, ...files], env)
  return finish(part, ok, report, readVitest)
}

/** The unit tests of the packages. */
export const unitTests = () => vitestProject('unit', 'unit', {})

/**
 * Real programs and commands, by default under the running Node.
 * @param {{ major: number, binary: string }} [node]
 */
export function programTests(node) {
  return node
    ? vitestProject(`programs-node-${node.major}`, 'programs', { NODE_BIN: node.binary })
    : vitestProject('programs', 'programs', {})
}

/**
 * The packages as npm sends them, in projects outside of the workspace, under these Nodes.
 * @param {{ binary: string }[]} nodes
 */
export const packedTests = nodes =>
  vitestProject('packed', 'packed', { TRACEMALLOC_NODES: nodes.map(({ binary }) => binary).join(delimiter) })

/** The HTML report in a real browser. */
export const htmlTests = () => vitestProject('html', 'html', {})

/** The main job as users see it, with the running Node and the workspace's Vitest. The matrix runs all the others too. */
export const mainTests = () =>
  vitestProject(
    'e2e',
    'e2e',
    {},
    ['budgets', 'blame', 'output', 'results', 'pools'].map(name => `test/e2e/${name}.test.ts`),
  )

/** The main job with the workspace's Jest. */
export const mainJestTests = () =>
  vitestProject(
    'jest',
    'jest',
    {},
    ['budgets', 'output'].map(name => `test/jest/${name}.test.ts`),
  )

/**
 * Real inner Vitest runs, under that Node and with that Vitest.
 * @param {{ node: { major: number, binary: string }, vitest: { version: string, binary: string } }} inner
 */
export function endToEndTests(inner) {
  const part = `e2e-node-${inner.node.major}-vitest-${inner.vitest.version}`
  const { version, binary } = inner.vitest
  return vitestProject(part, 'e2e', { NODE_BIN: inner.node.binary, VITEST_BIN: binary, VITEST_VERSION: version })
}

/**
 * Real inner Jest runs, under that Node and with that Jest.
 * @param {{ node: { major: number, binary: string }, jest: { version: string, binary: string } }} inner
 */
export function jestTests(inner) {
  const part = `jest-node-${inner.node.major}-jest-${inner.jest.version}`
  return vitestProject(part, 'jest', { NODE_BIN: inner.node.binary, JEST_BIN: inner.jest.binary })
}
