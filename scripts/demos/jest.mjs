// The demo of the Jest reporter: one test is over its budget, with its error on the line of the planted leak, and one
// file leaves a timer behind that keeps it alive.
import { join } from 'node:path'
import { lineOf, root } from './example.mjs'

export const folder = join(root, 'examples/jest')
export const command = [join(root, 'node_modules/jest/bin/jest.js'), '--reporters=jest-tracemalloc']

const leak = 'i18n/catalog.ts'

/** What must be in the output, by the words that say what is missing. */
export function expectations() {
  const line = lineOf(folder, leak, 'const id = ')
  return {
    'the failing test': output =>
      /● Catalog › tells customers about a busy day\n\n {4}MemoryBudgetError: /.test(output),
    'exactly one MemoryBudgetError': output => output.split('MemoryBudgetError').length === 2,
    [`the leaking line ${leak}:${line} under the error`]: output => output.includes(`(${leak}:${line}:`),
    'all other tests passing': output => /^Tests: +1 failed, \d+ passed, \d+ total$/m.test(output),
    'the report of the file': output => /^test\/catalog\.test\.ts: Top \d+ growth sites/m.test(output),
    'the leak on top of the report': output => output.includes(`\n#1: ${leak}:${line}: size=`),
    'the file that lives on': output => output.split('\nLeaked context: ').length === 2,
    'what it keeps alive': output => /\nLeaked context: .*\n( {2}.*\n)*? {2}i18n\/updates\.ts:\d+/.test(output),
    'the report of the run': output => /^All \d+ test files: Top \d+ growth sites/m.test(output),
    'exact lines': output => !/lines approximate|per function/.test(output),
  }
}
