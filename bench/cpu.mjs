// npm run bench -- cpu [--rounds N] [--json]
// What tracing costs programs that burn CPU, as ratios to the same programs without it: mostly what V8 does not optimise
// for the sake of exact lines. Every round runs each way once, in alternating order.
import { parseArgs } from 'node:util'
import { runProbe } from './run-probe.mjs'
import { median, spread } from './statistics.mjs'

/** How often each program runs, so that all take about as long. */
const programs = { json: 30, sha256: 40, rays: 60, compiler: 6 }

/** Interval, lines, overhead. */
const ways = {
  untraced: [],
  exact: ['1', 'exact', '0'],
  'exact, fast lines': ['1', 'fast', '0'],
  auto: ['1', 'exact', '0.1'],
}

function measureAll(rounds) {
  const names = Object.keys(ways)
  const empty = () => Object.fromEntries(names.map(way => [way, []]))
  const costs = Object.fromEntries(Object.keys(programs).map(program => [program, empty()]))
  for (let round = 0; round < rounds; round++) {
    for (const [program, times] of Object.entries(programs)) {
      for (const way of round % 2 === 0 ? names : [...names].reverse()) {
        costs[program][way].push(runProbe('cpu-probe.cjs', program, times, ...ways[way]))
      }
    }
  }
  return costs
}

export function main(args) {
  const options = { rounds: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } }
  const { values } = parseArgs({ args, options })
  const costs = measureAll(Number(values.rounds))
  if (values.json) return console.log(JSON.stringify({ node: process.version, costs }))
  const row = costs => ({
    'untraced, ms': Math.round(median(costs.untraced)),
    ...Object.fromEntries(
      Object.keys(ways)
        .slice(1)
        .map(way => [way, spread(costs[way].map((cost, round) => cost / costs.untraced[round]))]),
    ),
  })
  console.table(Object.fromEntries(Object.entries(costs).map(([program, costs]) => [program, row(costs)])))
}
