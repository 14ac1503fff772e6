// npm run bench [-- suite] [--runner vitest|jest] [--rounds N] [--modes 'default;exact;…'] [--files N]
//   [--suite generated|yaml|zod | --root FOLDER] [--json]
// What the reporter costs on a whole test suite: CPU of the process tree, wall time and peak memory, as ratios to the
// same suite without it. Every round runs each mode once, in alternating order, so that drift of the machine hits all alike.
// --suite: what is tested: code as projects have it, or a published package, installed from npm.
// --root: a project of your own with the test runner installed; its configured reporters are left out, and this checkout's packages
// are installed into its node_modules.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultFolder, generate } from './generate-suite.mjs'
import { installPackages, writePackage } from './install.mjs'
import { measure } from './process-tree.mjs'
import { runners } from './runners.mjs'
import { median, spread } from './statistics.mjs'
import { suites } from './suites.mjs'

/** The reporter's options; no reporter at all for `none`. */
const modes = {
  none: undefined,
  default: {},
  exact: { mode: 'exact', lines: 'exact' },
  'exact, fast lines': { mode: 'exact', lines: 'fast' },
  sampled: { mode: 'sampled', lines: 'exact' },
  auto: { mode: 'auto' },
  'sampled, fast lines': { mode: 'sampled', lines: 'fast' },
}

/** A reporter with fixed options for each mode that has one: the path by the mode. */
function installReporters(root, runner, published) {
  installPackages(root, [runner.reporter], published)
  const reporters = Object.entries(modes).flatMap(([mode, options]) => {
    if (!options) return []
    const { extension, text } = runner.reporterFile(JSON.stringify(options))
    return [{ mode, file: `${mode.replace(/\W+/g, '-')}.${extension}`, text }]
  })
  const files = Object.fromEntries(reporters.map(({ file, text }) => [file, text]))
  const folder = writePackage(root, 'tracemalloc-bench', files)
  return Object.fromEntries(reporters.map(({ mode, file }) => [mode, join(folder, file)]))
}

async function runOnce(root, runner, mode, reporter) {
  const command = [process.execPath, ...runner.command(root, reporter)]
  const { code, output, ...cost } = await measure(command, { cwd: root, env: { ...process.env, NO_COLOR: '1' } })
  const tests = Number(output.match(/Tests:? .*?(\d+) passed/)?.[1] ?? 0)
  if (code !== 0 || tests === 0) {
    throw new Error(`${mode}: exit code ${code}, ${tests} tests passed\n${output.slice(-4000)}`)
  }
  return { ...cost, tests }
}

/** What each run of each mode costs. @param {string[]} [published] packages that the suite needs, from npm */
export async function costsOfModes({ root, runner, names, rounds, published = [] }) {
  const costs = Object.fromEntries(names.map(name => [name, []]))
  const reporters = installReporters(root, runner, published)
  // Runners keep what they have transformed: the first run of each mode fills the cache.
  for (const name of names) await runOnce(root, runner, name, reporters[name])
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const cost = await runOnce(root, runner, name, reporters[name])
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
      runner: { type: 'string', default: 'vitest' },
      rounds: { type: 'string', default: '5' },
      modes: { type: 'string', default: Object.keys(modes).join(';') },
      files: { type: 'string', default: '45' },
      suite: { type: 'string', default: 'generated' },
      root: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const names = ['none', ...values.modes.split(';').filter(name => name !== 'none')]
  const unknown = names.find(name => !(name in modes))
  if (unknown) throw new Error(`Unknown mode ${unknown}: one of ${Object.keys(modes).join('; ')}`)
  const runner = runners[values.runner]
  if (!runner) throw new Error(`Unknown runner ${values.runner}: one of ${Object.keys(runners).join(', ')}`)
  const suite = suites[values.suite]
  if (!suite) throw new Error(`Unknown suite ${values.suite}: one of ${Object.keys(suites).join(', ')}`)
  const name = values.suite === 'generated' ? values.runner : `${values.suite}-${values.runner}`
  const root = resolve(values.root ?? `${defaultFolder}-${name}`)
  if (!values.root) console.error(`${generate(root, Number(values.files), runner, suite)} tests generated`)
  if (!existsSync(join(root, 'package.json'))) throw new Error(`${root} has no package.json`)
  const published = values.root ? [] : suite.packages
  const costs = await costsOfModes({ root, runner, names, rounds: Number(values.rounds), published })
  if (values.json) console.log(JSON.stringify({ node: process.version, root, costs }))
  else console.table(table(costs))
}
