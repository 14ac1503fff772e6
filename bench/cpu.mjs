// npm run bench -- cpu [--rounds N] [--programs json,rays] [--json]
// What tracing costs programs that burn CPU, as ratios to the same programs without it: mostly what V8 does not optimise
// for the sake of exact lines. Every round runs each way once, in alternating order.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installPublished } from './install.mjs'
import { runProbe } from './run-probe.mjs'
import { median, spread } from './statistics.mjs'

const typescript = fileURLToPath(new URL('../.cache/bench/typescript', import.meta.url))

/** How often each program runs. */
const repeats = { json: 30, sha256: 40, rays: 60, babel: 6, typescript: 2 }

/** Interval, lines, overhead. */
const ways = {
  untraced: [],
  exact: ['1', 'exact', '0'],
  'exact, fast lines': ['1', 'fast', '0'],
  auto: ['1', 'exact', '0.1'],
}

function installTypeScript() {
  mkdirSync(typescript, { recursive: true })
  // Or npm would install it into the project that the folder is in.
  writeFileSync(join(typescript, 'package.json'), '{ "private": true }')
  installPublished(typescript, ['typescript@5.9.3'])
}

function measureAll(programs, rounds) {
  const names = Object.keys(ways)
  const empty = () => Object.fromEntries(names.map(way => [way, []]))
  const costs = Object.fromEntries(programs.map(program => [program, empty()]))
  for (let round = 0; round < rounds; round++) {
    for (const program of programs) {
      for (const way of round % 2 === 0 ? names : [...names].reverse()) {
        costs[program][way].push(runProbe('cpu-probe.cjs', program, repeats[program], ...ways[way]))
      }
    }
  }
  return costs
}

export function main(args) {
  const options = {
    rounds: { type: 'string', default: '3' },
    programs: { type: 'string', default: Object.keys(repeats).join(',') },
    json: { type: 'boolean', default: false },
  }
  const { values } = parseArgs({ args, options })
  const programs = values.programs.split(',')
  if (programs.includes('typescript') && !existsSync(join(typescript, 'node_modules'))) installTypeScript()
  const costs = measureAll(programs, Number(values.rounds))
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
