// npm run bench -- snapshots [--traces N] [--tracebacks N] [--rounds N] [--json]
// What it takes to write, read and compare large snapshots, next to JSON.stringify of the same data. Each measurement
// runs in a process of its own, so that its memory is known. `load` reads what `dump` wrote.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runProbe } from './run-probe.mjs'
import { median, spread } from './statistics.mjs'

const operations = ['dump', 'load', 'stringify', 'compareTo', 'compareTo by traceback']

const measure = (operation, file, { traces, tracebacks }) =>
  runProbe('snapshot-probe.mjs', operation, file, traces, tracebacks)

export function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      traces: { type: 'string', default: '1000000' },
      tracebacks: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  const folder = mkdtempSync(join(tmpdir(), 'tracemalloc-bench-'))
  const measured = Object.fromEntries(operations.map(operation => [operation, []]))
  try {
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const operation of operations) {
        measured[operation].push(measure(operation, join(folder, 'snapshot.pb.gz'), values))
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (values.json) return console.log(JSON.stringify({ node: process.version, ...values, measured }))
  print(measured)
}

function print(measured) {
  const milliseconds = operation => measured[operation].map(one => one.milliseconds)
  const json = median(milliseconds('stringify'))
  const row = operation => ({
    'CPU seconds': spread(milliseconds(operation).map(value => value / 1000)),
    'of JSON.stringify': (median(milliseconds(operation)) / json).toFixed(2),
    'peak MiB of the process': Math.round(median(measured[operation].map(one => one.peak)) / 2 ** 20),
  })
  console.table(Object.fromEntries(operations.map(operation => [operation, row(operation)])))
  const [file, text] = ['dump', 'stringify'].map(operation => measured[operation][0].result / 1e6)
  console.log(`The file has ${file.toFixed(1)} MB, the JSON ${text.toFixed(1)} MB (${(text / file).toFixed(0)} times)`)
}
