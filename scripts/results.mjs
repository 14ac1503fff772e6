// Results of the parts of a run, one file per part under .cache/results/, so that the last part can sum them up.
// node scripts/results.mjs [--clear]: names what failed, prints `123 passed, 0 failed`, and fails when one did or
// nothing ran.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../.cache/results', import.meta.url))

/** @param {string} part @param {{ passed: number, failures: string[] }} result */
export function record(part, result) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${part}.json`), JSON.stringify({ part, ...result }))
}

function recorded() {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))
}

function main() {
  if (process.argv.includes('--clear')) return rmSync(folder, { recursive: true, force: true })
  const parts = recorded()
  const passed = parts.reduce((sum, part) => sum + part.passed, 0)
  const failures = parts.flatMap(({ part, failures }) => failures.map(name => `failed: ${part}: ${name}`))
  if (failures.length > 0 || passed === 0) process.exitCode = 1
  console.log([...failures, `${passed} passed, ${failures.length} failed`].join('\n'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
