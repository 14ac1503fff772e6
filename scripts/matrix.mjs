// `npm run test:matrix`: the addon's tests and those of programs on every supported Node, and the end-to-end tests with
// every supported Vitest.
import { allNodes, nodeOf } from '../native/scripts/nodes.mjs'
import { endToEndTests, nativeTests, programTests, run } from './suites.mjs'
import { vitestOf } from './vitests.mjs'

const pairs = [
  [20, '3.2'],
  [20, '4.1'],
  [24, '5.1'],
  [26, '5.1'],
]

function cell(name, test) {
  console.log(`\n── ${name}`)
  const started = Date.now()
  const counts = test()
  return { '': name, ...counts, seconds: Math.round((Date.now() - started) / 1000) }
}

function main() {
  if (!run('npm', ['run', '--silent', 'build:native', '--', '--all']) || !run('npm', ['run', '--silent', 'build:ts'])) {
    process.exitCode = 1
    return
  }
  const rows = allNodes().flatMap(node => [
    cell(`native, Node ${node.major}`, () => nativeTests(node)),
    cell(`programs, Node ${node.major}`, () => programTests(node)),
  ])
  for (const [major, version] of pairs) {
    const inner = { node: nodeOf(major), vitest: vitestOf(version) }
    rows.push(cell(`end to end, Node ${major}, Vitest ${version}`, () => endToEndTests(inner)))
  }
  console.table(Object.fromEntries(rows.map(({ '': name, ...counts }) => [name, counts])))
  if (rows.some(row => row.failed > 0)) process.exitCode = 1
}

main()
