// npm run bench -- startup [--rounds N] [--tests N] [--json]
// What a worker spends before its first test: loading our half of the worker, starting the tracer; and then at the
// boundaries of each test that has a budget and keeps it, and at the end of the file. CPU milliseconds.
import { parseArgs } from 'node:util'
import { parseOptions } from '../packages/core/dist/budget/parse.js'
import { CompiledModules } from '../packages/vitest-plugin/dist/compiled-modules.js'
import { runProbe } from './run-probe.mjs'
import { spread } from './statistics.mjs'

const modes = {
  default: {},
  'with a budget': { budgets: { test: { retained: '1 MiB' } } },
  'with a budget, sampled': { mode: 'sampled', budgets: { test: { retained: '1 MiB' } } },
}

const payloadOf = options =>
  JSON.stringify({ root: process.cwd(), project: '', options: parseOptions(options, 'the benchmark'), postMortems: {} })

export function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '9' },
      tests: { type: 'string', default: '2000' },
      json: { type: 'boolean', default: false },
    },
  })
  const compiled = new CompiledModules()
  compiled.prepare(Number.POSITIVE_INFINITY)
  const measured = Object.fromEntries(Object.keys(modes).map(mode => [mode, []]))
  for (let round = 0; round < Number(values.rounds); round++) {
    const names = Object.keys(modes)
    for (const mode of round % 2 === 0 ? names : names.reverse()) {
      measured[mode].push(runProbe('startup-probe.mjs', payloadOf(modes[mode]), values.tests, compiled.folder))
    }
  }
  if (values.json) return console.log(JSON.stringify({ node: process.version, tests: values.tests, measured }))
  const row = rounds => ({
    'ms of Node itself': spread(rounds.map(({ boot }) => boot)),
    'ms to load': spread(rounds.map(({ load }) => load)),
    'ms to start': spread(rounds.map(({ start }) => start)),
    'ms per test': spread(rounds.map(({ boundary }) => boundary)),
    'ms at the end': spread(rounds.map(({ end }) => end)),
  })
  console.table(Object.fromEntries(Object.entries(measured).map(([mode, rounds]) => [mode, row(rounds)])))
}
