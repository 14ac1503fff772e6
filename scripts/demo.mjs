// `npm run demo`: runs the Vitest example under the reporter and checks that it shows what it should: the report, and
// the one test over its budget with its error on the line of the planted leak.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const example = join(root, 'examples/vitest')
const leak = 'shop/event-bus.ts'
const leakingTest = 'test/orders.test.ts > OrderDesk > takes a busy day of orders'

/** Shows the output while it comes, and returns it. */
function runExample() {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--reporter', 'tracemalloc']
  const colours = process.stdout.isTTY && process.stdout.hasColors() ? { FORCE_COLOR: '1' } : {}
  const child = spawn(process.execPath, args, { cwd: example, env: { ...process.env, ...colours } })
  return new Promise((resolve, reject) => {
    let output = ''
    const show = stream => chunk => {
      output += chunk
      stream.write(chunk)
    }
    child.stdout.setEncoding('utf8').on('data', show(process.stdout))
    child.stderr.setEncoding('utf8').on('data', show(process.stderr))
    child.on('error', reject)
    child.on('close', code => resolve({ code, output: stripVTControlCharacters(output) }))
  })
}

function lineOf(file, text) {
  const lines = readFileSync(join(example, file), 'utf8').split('\n')
  return lines.findIndex(line => line.includes(text)) + 1
}

/** What must be in the output, by the words that say what is missing. */
function expectations() {
  const line = lineOf(leak, 'this.published.push')
  return {
    'the failing test': output => output.includes(`FAIL  ${leakingTest}\nMemoryBudgetError: test retained `),
    'exactly one MemoryBudgetError': output => output.split('MemoryBudgetError').length === 2,
    [`the leaking line ${leak}:${line} under the error`]: output => output.includes(`❯ emit ${leak}:${line}:`),
    'all other tests passing': output => /Tests {2}1 failed \| \d+ passed \(\d+\)/.test(output),
    'the report of the file': output => /^test\/orders\.test\.ts: Top \d+ growth sites/m.test(output),
    'the leak on top of the report': output => output.includes(`\n#1: ${leak}:${line}: size=`),
    'the report of the run': output => /^All \d+ test files: Top \d+ growth sites/m.test(output),
    'exact lines': output => !/lines approximate|per function/.test(output),
  }
}

const { code, output } = await runExample()
const missing = Object.entries(expectations()).flatMap(([what, holds]) => (holds(output) ? [] : [what]))
if (code !== 1) missing.push(`exit code 1 of Vitest (it was ${code})`)
if (missing.length > 0) {
  console.error(`The demo did not show: ${missing.join('; ')}.`)
  process.exitCode = 1
} else {
  console.log('The demo shows what it should: one test leaks, and the report names the line.')
}
