// npm run bench -- scale [--rounds N] [--most 10000000] [--json]
// What one more live allocation costs when there are many of them, of tracebacks, of scripts and of workers: CPU time with
// collections, against the same work untraced in the same round; the tracer's memory, and V8's for the weak handle with
// it (the process's); reading the window.
import { parseArgs } from 'node:util'
import { runProbe } from './run-probe.mjs'
import { median, spread } from './statistics.mjs'

const amounts = {
  traces: [1e4, 1e5, 1e6, 1e7],
  tracebacks: [2 ** 4, 2 ** 8, 2 ** 12, 2 ** 16],
  files: [1, 10, 100, 1000],
  workers: [1, 2, 4, 8],
}
const heap = '--max-old-space-size=6000'

/** Untraced and traced, one after the other, in alternating order. */
function pair(what, amount, round) {
  const ways = round % 2 === 0 ? ['untraced', 'traced'] : ['traced', 'untraced']
  const results = Object.fromEntries(ways.map(way => [way, runProbe('scale-probe.mjs', heap, what, amount, way)]))
  const { traced, untraced } = results
  const each = (value, unit) => (value * unit) / traced.count
  return {
    untraced: each(untraced.fill, 1000),
    traced: each(traced.fill, 1000),
    bytes: each(traced.bytes, 1),
    rss: each(traced.rss - untraced.rss, 1),
    read: traced.read === undefined ? undefined : each(traced.read, 10_000 / 1000),
  }
}

export function main(args) {
  const options = {
    rounds: { type: 'string', default: '3' },
    most: { type: 'string', default: '10000000' },
    json: { type: 'boolean', default: false },
  }
  const { values } = parseArgs({ args, options })
  const cases = Object.entries(amounts).flatMap(([what, list]) =>
    list.filter(amount => amount <= Number(values.most)).map(amount => ({ what, amount, rounds: [] })),
  )
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { what, amount, rounds } of cases) rounds.push(pair(what, amount, round))
  }
  if (values.json) return console.log(JSON.stringify({ node: process.version, cases }))
  console.table(Object.fromEntries(cases.map(({ what, amount, rounds }) => [`${amount} ${what}`, row(rounds)])))
}

function row(rounds) {
  const all = (key, digits = 0) => median(rounds.map(it => it[key])).toFixed(digits)
  return {
    'ns untraced': all('untraced'),
    'ns traced': all('traced'),
    'times as much': spread(rounds.map(it => it.traced / it.untraced)),
    'bytes per trace': all('bytes', 1),
    'with V8’s handle': all('rss'),
    'ms to read 10,000': rounds[0].read === undefined ? '' : all('read', 2),
  }
}
