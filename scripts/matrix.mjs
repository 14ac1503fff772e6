// `npm run test:matrix [-- --after-test]`: the addon's tests and those of programs on every supported Node, and the
// end-to-end tests with every supported Vitest and Jest. --after-test: without what `npm test` has just run.
import { parseArgs } from 'node:util'
import { allNodes, nodeOf, runningNode } from '../native/scripts/nodes.mjs'
import { runnerOf } from './runners.mjs'
import { endToEndTests, jestTests, nativeTests, packedTests, programTests, run } from './suites.mjs'

const vitests = [
  [20, '3.2'],
  [20, '4.1'],
  [24, '5.1'],
  [26, '5.1'],
]

const jests = [
  [20, '29.7'],
  [20, '30.5'],
  [22, '30.5'],
  [24, '30.5'],
  [26, '30.5'],
]

function cell(name, test) {
  console.log(`\n── ${name}`)
  const started = Date.now()
  const counts = test()
  return { '': name, ...counts, seconds: Math.round((Date.now() - started) / 1000) }
}

function main() {
  const { values } = parseArgs({ options: { 'after-test': { type: 'boolean' } } })
  const before = [['build:native', '--', '--all'], ['build:ts'], ['lint:packages']]
  if (!before.every(script => run('npm', ['run', '--silent', ...script]))) {
    process.exitCode = 1
    return
  }
  const tested = values['after-test'] ? runningNode().major : 0
  const nodes = allNodes().filter(({ major }) => major !== tested)
  const rows = nodes.flatMap(node => [
    cell(`native, Node ${node.major}`, () => nativeTests(node)),
    cell(`programs, Node ${node.major}`, () => programTests(node)),
  ])
  rows.push(cell('packages, installed', () => packedTests(allNodes())))
  for (const [major, version] of vitests) {
    const inner = { node: nodeOf(major), vitest: runnerOf('vitest', version) }
    rows.push(cell(`end to end, Node ${major}, Vitest ${version}`, () => endToEndTests(inner)))
  }
  for (const [major, version] of jests) {
    const inner = { node: nodeOf(major), jest: runnerOf('jest', version) }
    rows.push(cell(`end to end, Node ${major}, Jest ${version}`, () => jestTests(inner)))
  }
  console.table(Object.fromEntries(rows.map(({ '': name, ...counts }) => [name, counts])))
  if (rows.some(row => row.failed > 0)) process.exitCode = 1
}

main()
