// npm run bench -- accuracy [--nodes 20,22] [--json]
// How right lines and counts are: the corpus of the addon's tests, whose kinds of allocation stand on a line each of one
// function, after 30,000 rounds of it. A kind's due is what it retains in a function of its own in exact mode; of what its
// line has, no more than that is right.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { nodeOf } from '../native/scripts/nodes.mjs'
import { kinds } from '../native/test/corpus.mjs'

const exact = ['1', 'exact']
const ways = {
  exact: { settings: exact },
  'exact, --jitless': { settings: exact, flags: ['--jitless'] },
  'exact, --no-sparkplug': { settings: exact, flags: ['--no-sparkplug'] },
  'exact, --maglev': { settings: exact, flags: ['--maglev'] },
  'exact, fast lines': { settings: ['1', 'fast'] },
  'sampled, 4 KiB': { settings: ['4096', 'exact'] },
  'sampled, 4 KiB, fast lines': { settings: ['4096', 'fast'] },
}

const probe = fileURLToPath(new URL('accuracy-probe.mjs', import.meta.url))

function measure(node, { settings, flags = [] }) {
  const { status, stdout, stderr } = spawnSync(node, [...flags, probe, ...settings], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${node} ${flags} ${settings}: ${stderr}`)
  return JSON.parse(stdout)
}

const sum = list => list.reduce((total, bytes) => total + bytes, 0)
const shareOf = (bytes, due) => sum(due.map((most, kind) => Math.min(most, bytes[kind]))) / sum(due)

/** Shares of 1. */
function sharesOf(node) {
  const measured = Object.entries(ways).map(([name, way]) => [name, measure(node, way)])
  const due = measured[0][1].many
  return measured.map(([way, { one, many, seen, planted }]) => ({
    way,
    lines: shareOf(one, due),
    apart: shareOf(many, due),
    objects: seen / planted,
  }))
}

const percent = share => `${(share * 100).toFixed(1)} %`

export function main(args) {
  const options = { nodes: { type: 'string', default: '20,22,24,26' }, json: { type: 'boolean', default: false } }
  const { values } = parseArgs({ args, options })
  const nodes = values.nodes.split(',').map(Number)
  const byNode = nodes.map(node => ({ node, ways: sharesOf(nodeOf(node).binary) }))
  if (values.json) return console.log(JSON.stringify({ kinds: kinds.length, byNode }))
  console.log(
    `${kinds.length} kinds: bytes on their line; of that with each kind in a function of its own; objects seen`,
  )
  const text = ({ lines, apart, objects }) => `${percent(lines)}; ${percent(apart)}; ${percent(objects)}`
  const row = way =>
    Object.fromEntries(byNode.map(({ node, ways }) => [`Node ${node}`, text(ways.find(it => it.way === way))]))
  console.table(Object.fromEntries(Object.keys(ways).map(way => [way, row(way)])))
}
