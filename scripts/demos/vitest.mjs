// The demo of the Vitest reporter: one test is over its budget, with its error on the line of the planted leak.
import { join } from 'node:path'
import { lineOf, root } from './example.mjs'

export const folder = join(root, 'examples/vitest')
export const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter', 'tracemalloc']

const leak = 'shop/event-bus.ts'
const leakingTest = 'test/orders.test.ts > OrderDesk > takes a busy day of orders'

/** What must be in the output, by the words that say what is missing. */
export function expectations() {
  const line = lineOf(folder, leak, 'this.published.push')
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
