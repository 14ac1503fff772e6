// npm run bench [-- suite] [--rounds N] [--modes 'default;exact;…'] [--files N] [--root FOLDER] [--json]
// What the reporter costs on a whole test suite: CPU of the process tree, wall time and peak memory, as ratios to the
// same suite without it. Every round runs each mode once, in alternating order, so that drift of the machine hits all alike.
// --root: a project of your own with Vitest installed; its configured reporters are left out, and this checkout's packages
// are installed into its node_modules.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultFolder, generate } from './generate-suite.mjs'
import { installPackages, writePackage } from './install.mjs'
import { measure } from './process-tree.mjs'
import { median, spread } from './statistics.mjs'

/** The reporter's options; no reporter at all for `none`. */
const modes = {
  none: undefined,
  default: {},
  exact: { mode: 'exact', lines: 'exact' },
  'exact, fast lines': { mode: 'exact', lines: 'fast' },
  sampled: { mode: 'sampled', lines: 'exact' },
  'sampled, fast lines': { mode: 'sampled', lines: 'fast' },
}

function vitestOf(root) {
  const manifest = createRequire(join(root, 'package.json')).resolve('vitest/package.json')
  return join(manifest, '..', 'vitest.mjs')
}

/** A reporter with fixed options for each mode, since on the command line a reporter has none; the folder they are in. */
function installReporters(root) {
  installPackages(root, ['tracemalloc'])
  const traced = Object.entries(modes).filter(([, options]) => options)
  const files = traced.map(([mode, options]) => [fileOf(mode), reporterSource(options)])
  return writePackage(root, 'tracemalloc-bench', Object.fromEntries(files))
}

const fileOf = mode => `${mode.replace(/\W+/g, '-')}.mjs`

const reporterSource = options => `import Reporter from 'tracemalloc'
export default class extends Reporter {
  constructor() {
    super(${JSON.stringify(options)})
  }
}
`

async function runOnce(root, reporters, mode) {
  const tracing = modes[mode] ? [`--reporter=${join(reporters, fileOf(mode))}`] : []
  const command = [process.execPath, vitestOf(root), 'run', '--reporter=default', ...tracing]
  const { code, output, ...cost } = await measure(command, { cwd: root, env: { ...process.env, NO_COLOR: '1' } })
  const tests = Number(output.match(/Tests .*?(\d+) passed/)?.[1] ?? 0)
  if (code !== 0 || tests === 0) {
    throw new Error(`${mode}: exit code ${code}, ${tests} tests passed\n${output.slice(-4000)}`)
  }
  return { ...cost, tests }
}

async function runAll({ root, names, rounds }) {
  const costs = Object.fromEntries(names.map(name => [name, []]))
  const reporters = installReporters(root)
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const cost = await runOnce(root, reporters, name)
      costs[name].push(cost)
      console.error(
        `round ${round + 1} ${name}: ${cost.cpu.toFixed(1)} s CPU, ${cost.wall.toFixed(1)} s, ${cost.tests} tests`,
      )
    }
  }
  return costs
}

/** Ratios round by round: neighbours in time are compared with each other. */
const ratios = (costs, name, metric) => costs[name].map((cost, round) => cost[metric] / costs.none[round][metric])

function table(costs) {
  const rows = {}
  for (const name of Object.keys(costs)) {
    rows[name] = {
      'CPU s': median(costs[name].map(cost => cost.cpu)).toFixed(1),
      'wall s': median(costs[name].map(cost => cost.wall)).toFixed(1),
      'RSS MiB': Math.round(median(costs[name].map(cost => cost.rss)) / 2 ** 20),
      'CPU ×': spread(ratios(costs, name, 'cpu')),
      'wall ×': spread(ratios(costs, name, 'wall')),
      'RSS ×': spread(ratios(costs, name, 'rss')),
    }
  }
  return rows
}

export async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      modes: { type: 'string', default: Object.keys(modes).join(';') },
      files: { type: 'string', default: '45' },
      root: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const names = ['none', ...values.modes.split(';').filter(name => name !== 'none')]
  const unknown = names.find(name => !(name in modes))
  if (unknown) throw new Error(`Unknown mode ${unknown}: one of ${Object.keys(modes).join('; ')}`)
  const root = resolve(values.root ?? defaultFolder)
  if (!values.root) console.error(`${generate(root, Number(values.files))} tests generated`)
  if (!existsSync(join(root, 'package.json'))) throw new Error(`${root} has no package.json`)
  const costs = await runAll({ root, names, rounds: Number(values.rounds) })
  if (values.json) console.log(JSON.stringify({ node: process.version, root, costs }))
  else console.table(table(costs))
}
