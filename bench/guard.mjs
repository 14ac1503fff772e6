// npm run bench -- guard
// Whether tracing has become much dearer: ratios inside one run against bounds that a busy machine does not break, in less than
// a minute. Of each cost the least of all rounds counts, which is what disturbs a run least. Fails when a bound is broken.
import { defaultFolder, generate } from './generate-suite.mjs'
import { runProbe } from './run-probe.mjs'
import { runners } from './runners.mjs'
import { costsOfModes } from './suite.mjs'

const objects = 200_000
const rounds = 3
const files = 3

/** As `allocation-probe.mjs` takes them. */
const ways = {
  untraced: ['none'],
  tracking: ['tracking'],
  exact: ['ours', 1, 8, 'exact'],
  sampled: ['ours', 4096, 8, 'exact'],
}

function allocationCosts() {
  const costs = Object.fromEntries(Object.keys(ways).map(way => [way, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [way, settings] of Object.entries(ways)) {
      costs[way].push(runProbe('allocation-probe.mjs', objects, ...settings))
    }
  }
  return Object.fromEntries(Object.entries(costs).map(([way, list]) => [way, Math.min(...list)]))
}

/** What is added to an allocation, as a share of what V8's own exact tracking adds. */
function allocationRatios() {
  const { untraced, tracking, ...ours } = allocationCosts()
  const share = cost => (cost - untraced) / (tracking - untraced)
  return { 'exact allocation': share(ours.exact), 'sampled allocation': share(ours.sampled) }
}

/** CPU time of a whole suite, as a multiple of that without the reporter. */
async function suiteRatios() {
  const root = `${defaultFolder}-guard`
  generate(root, files)
  const costs = await costsOfModes({ root, runner: runners.vitest, names: ['none', 'default', 'exact'], rounds })
  const least = name => Math.min(...costs[name].map(({ cpu }) => cpu))
  return { 'suite, default': least('default') / least('none'), 'suite, exact': least('exact') / least('none') }
}

const bounds = { 'exact allocation': 0.7, 'sampled allocation': 0.25, 'suite, default': 1.9, 'suite, exact': 2.5 }

export async function main() {
  const ratios = { ...allocationRatios(), ...(await suiteRatios()) }
  const rows = Object.entries(bounds).map(([name, bound]) => [
    name,
    { ratio: Number(ratios[name].toFixed(2)), bound, '': ratios[name] <= bound ? 'ok' : 'TOO MUCH' },
  ])
  console.table(Object.fromEntries(rows))
  if (rows.some(([, row]) => row[''] !== 'ok')) process.exitCode = 1
}
