// npm run bench -- guard
// Whether tracing has become much dearer: ratios inside one run against bounds that a busy machine does not break, in less than
// a minute. Of each cost the least of all rounds counts, which is what disturbs a run least. Fails when a bound is broken.
import { costsOfWays, ways } from './allocation.mjs'
import { defaultFolder, generate } from './generate-suite.mjs'
import { runners } from './runners.mjs'
import { costsOfModes } from './suite.mjs'

const objects = 200_000
const rounds = 3
const files = 3

const guarded = {
  untraced: ways.untraced,
  tracking: ways['V8 trackAllocations'],
  exact: ways['exact, 8 frames'],
  sampled: ['ours', '4096', '8', 'exact'],
}

/** What is added to an allocation, as a share of what V8's own exact tracking adds. */
function allocationRatios() {
  const costs = costsOfWays(guarded, objects, rounds)
  const [untraced, tracking, exact, sampled] = Object.keys(guarded).map(way => Math.min(...costs[way]))
  const share = cost => (cost - untraced) / (tracking - untraced)
  return { 'exact allocation': share(exact), 'sampled allocation': share(sampled) }
}

/** CPU time of a whole suite, as a multiple of that without the reporter. */
async function suiteRatios() {
  const root = `${defaultFolder}-guard`
  generate(root, files)
  const costs = await costsOfModes({ root, runner: runners.vitest, names: ['none', 'default', 'exact'], rounds })
  const least = name => Math.min(...costs[name].map(({ cpu }) => cpu))
  return { 'suite, default': least('default') / least('none'), 'suite, exact': least('exact') / least('none') }
}

const bounds = { 'exact allocation': 0.5, 'sampled allocation': 0.2, 'suite, default': 1.7, 'suite, exact': 2.2 }

export async function main() {
  const ratios = { ...allocationRatios(), ...(await suiteRatios()) }
  const rows = Object.entries(bounds).map(([name, bound]) => [
    name,
    { ratio: Number(ratios[name].toFixed(2)), bound, '': ratios[name] <= bound ? 'ok' : 'TOO MUCH' },
  ])
  console.table(Object.fromEntries(rows))
  if (rows.some(([, row]) => row[''] !== 'ok')) process.exitCode = 1
}
