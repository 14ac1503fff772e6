// npm run bench -- buffers [--rounds N] [--size N] [--json]
// What tracing the memory behind Buffers and typed arrays costs: untraced, with only that traced, and with everything
// traced. Each measurement runs in a process of its own, turn by turn, so that all meet the same disturbances.
import { parseArgs } from 'node:util'
import { runProbe } from './run-probe.mjs'
import { spread } from './statistics.mjs'

const workloads = ['messages', 'arrays']
const ways = ['untraced', 'buffers', 'exact']

export function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '7' },
      size: { type: 'string', default: '5000' },
      json: { type: 'boolean', default: false },
    },
  })
  const ratios = Object.fromEntries(workloads.map(name => [name, Object.fromEntries(ways.map(way => [way, []]))]))
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const workload of workloads) {
      const times = ways.map(way => runProbe('buffer-probe.mjs', values.size, workload, way))
      for (const [index, way] of ways.entries()) ratios[workload][way].push(times[index] / times[0])
    }
  }
  if (values.json) return console.log(JSON.stringify({ node: process.version, ratios }))
  const row = ratios => Object.fromEntries(ways.map(way => [way, spread(ratios[way])]))
  console.table(Object.fromEntries(workloads.map(name => [name, row(ratios[name])])))
}
