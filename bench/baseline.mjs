// npm run bench -- baseline [--rounds N] [--nodes 20,22] [--json]
// How far what a test retains and allocates differs from run to run in exact mode, which is what baselines are compared
// within: the tests of `examples/vitest` and of the fixture that the end-to-end tests run, several times on each Node.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { nodeOf } from '../native/scripts/nodes.mjs'
import { installPackages } from './install.mjs'

const workspace = fileURLToPath(new URL('..', import.meta.url))
const projects = ['examples/vitest', 'test/fixtures/vitest/suite']
const config = "export default { test: { include: ['test/**/*.test.{ts,mjs}'], exclude: ['test/leaks.test.ts'] } }\n"

export async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      nodes: { type: 'string', default: '20,22,24,26' },
      json: { type: 'boolean', default: false },
    },
  })
  const folder = mkdtempSync(join(tmpdir(), 'tracemalloc-bench-'))
  try {
    const roots = projects.map((project, index) => prepare(project, join(folder, String(index))))
    const rows = values.nodes.split(',').map(major => {
      const tests = roots.flatMap(root => measure(nodeOf(Number(major)).binary, root, Number(values.rounds)))
      return {
        node: Number(major),
        tests: tests.length,
        ...spreadOf(tests, 'retained'),
        ...spreadOf(tests, 'allocated'),
      }
    })
    if (values.json) console.log(JSON.stringify({ ...values, rows }))
    else console.table(rows)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A copy, so that nothing of the checkout is in the way. */
function prepare(project, root) {
  cpSync(join(workspace, project), root, { recursive: true, filter: file => !/node_modules|config\./.test(file) })
  writeFileSync(join(root, 'vitest.config.mjs'), config)
  writeFileSync(join(root, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(root, 'tracemalloc.config.json'), '{ "mode": "exact", "outputFile": "results.json" }\n')
  installPackages(root, ['tracemalloc'])
  symlinkSync(join(workspace, 'node_modules/vitest'), join(root, 'node_modules/vitest'))
  return root
}

/** The results of each test that passed by itself in every round. */
function measure(node, root, rounds) {
  const byTest = new Map()
  for (let round = 0; round < rounds; round++) {
    // Some tests of the fixture fail on purpose.
    spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=tracemalloc'], { cwd: root })
    const { files } = JSON.parse(readFileSync(join(root, 'results.json'), 'utf8'))
    rmSync(join(root, 'results.json'))
    for (const { file, tests } of files) {
      for (const test of tests.filter(({ state, concurrent }) => state === 'passed' && !concurrent)) {
        const name = `${file} > ${test.name}`
        byTest.set(name, [...(byTest.get(name) ?? []), test])
      }
    }
  }
  return [...byTest.values()].filter(({ length }) => length === rounds)
}

/** How many tests differ, and by how many bytes at most. */
function spreadOf(tests, metric) {
  const spreads = tests.map(rounds => {
    const bytes = rounds.map(test => test[metric].bytes)
    return Math.max(...bytes) - Math.min(...bytes)
  })
  return {
    [`${metric} differs`]: spreads.filter(spread => spread > 0).length,
    [`${metric}: at most`]: Math.max(...spreads),
  }
}
