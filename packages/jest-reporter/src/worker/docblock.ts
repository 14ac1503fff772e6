import { readFileSync } from 'node:fs'
import { TracemallocError } from '@tracemalloc/core/worker'

const pragma = '@tracemalloc'

/**
 * The budgets in the docblock of a test file, unchecked: `@tracemalloc { "test": { "retained": "64 KiB" } }`.
 * @returns `undefined` without the pragma
 * @throws {TracemallocError} `BAD_OPTION` when it is not JSON
 */
export async function docblockBudgets(file: string, where: string): Promise<unknown> {
  const source = readFileSync(file, 'utf8')
  if (!source.includes(pragma)) return undefined
  const { extract, parse } = await import('jest-docblock')
  const value = parse(extract(source))[pragma.slice(1)]
  if (value === undefined) return undefined
  try {
    return JSON.parse(String(value))
  } catch {
    const advice = `write JSON, such as ${pragma} { "test": { "retained": "64 KiB" } }`
    throw new TracemallocError('BAD_OPTION', `${pragma} in ${where} is ${JSON.stringify(value)}: ${advice}.`)
  }
}
