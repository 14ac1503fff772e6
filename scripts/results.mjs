// Test counts of the parts of a run, one file per part under .cache/results/, so that the last part can sum them up.
// node scripts/results.mjs [--clear]: prints `123 passed, 0 failed`, and fails when one did or nothing ran.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../.cache/results', import.meta.url))

/** @param {string} part @param {{ passed: number, failed: number }} counts */
export function record(part, counts) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${part}.json`), JSON.stringify(counts))
}

function total() {
  mkdirSync(folder, { recursive: true })
  const counts = readdirSync(folder).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const sum = key => counts.reduce((sum, part) => sum + part[key], 0)
  return { passed: sum('passed'), failed: sum('failed') }
}

function main() {
  if (process.argv.includes('--clear')) return rmSync(folder, { recursive: true, force: true })
  const { passed, failed } = total()
  if (failed > 0 || passed === 0) process.exitCode = 1
  console.log(`${passed} passed, ${failed} failed`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
