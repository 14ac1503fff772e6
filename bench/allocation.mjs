// npm run bench -- allocation [--rounds N] [--objects N] [--json]
// What one allocation costs: untraced, under each way that V8 has to trace all of them, and under ours. Each
// measurement runs in a process of its own, because V8's flags and its profilers leave their marks on a process.
import { parseArgs } from 'node:util'
import { runProbe } from './run-probe.mjs'
import { median, spread } from './statistics.mjs'

const sampled = { '1 KiB': '1024', '16 KiB': '16384', '64 KiB': '65536' }

export const ways = {
  untraced: ['none'],
  'V8 trackAllocations': ['tracking'],
  'V8 sampler, every allocation': ['sampler', '1'],
  ...Object.fromEntries(
    Object.entries(sampled).map(([name, interval]) => [`V8 sampler, ${name}`, ['sampler', interval]]),
  ),
  'exact, 1 frame': ['ours', '1', '1', 'exact'],
  'exact, 8 frames': ['ours', '1', '8', 'exact'],
  'exact, 8 frames, fast lines': ['ours', '1', '8', 'fast'],
  ...Object.fromEntries(
    Object.entries(sampled).map(([name, interval]) => [`sampled, ${name}, 8 frames`, ['ours', interval, '8', 'exact']]),
  ),
}

/** Nanoseconds per allocation of each way in each round. @param chosen some of `ways`, or others as these */
export function costsOfWays(chosen, objects, rounds) {
  const costs = Object.fromEntries(Object.keys(chosen).map(way => [way, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [way, settings] of Object.entries(chosen)) {
      costs[way].push(runProbe('allocation-probe.mjs', objects, ...settings))
    }
  }
  return costs
}

export function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      objects: { type: 'string', default: '1000000' },
      json: { type: 'boolean', default: false },
    },
  })
  const costs = costsOfWays(ways, values.objects, Number(values.rounds))
  if (values.json) return console.log(JSON.stringify({ node: process.version, costs }))
  const plain = median(costs.untraced)
  const tracking = costs['V8 trackAllocations']
  const row = nanoseconds => ({
    'ns per allocation': spread(nanoseconds),
    'ns more': Math.round(median(nanoseconds) - plain),
    'cheaper than trackAllocations': spread(
      nanoseconds.map(
        (cost, round) => (tracking[round] - costs.untraced[round]) / Math.max(1, cost - costs.untraced[round]),
      ),
    ),
  })
  console.table(Object.fromEntries(Object.entries(costs).map(([way, values]) => [way, row(values)])))
}
