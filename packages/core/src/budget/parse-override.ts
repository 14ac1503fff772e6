import type { Limits } from './limits.js'
import { OptionReader } from './option-reader.js'
import type { ParsedOverride } from './options.js'
import { parseBudget, readLimits } from './parse-budget.js'
import { readSelectors } from './selectors.js'

const keys = ['files', 'tests', 'budgets', 'retained', 'allocated', 'domains']

/** @throws {TracemallocError} `BAD_OPTION`, `BAD_SIZE`, `UNKNOWN_OPTION` */
export function parseOverrides(value: unknown, where: string): readonly ParsedOverride[] {
  if (Array.isArray(value)) return value.map((item, index) => parseOverride(item, `overrides[${index}]`, where))
  throw new OptionReader({}, [], '', where).bad('overrides', value, 'write an array of { files, tests, budgets }')
}

function parseOverride(value: unknown, path: string, where: string): ParsedOverride {
  const reader = new OptionReader(value, keys, path, where)
  const selectors = readSelectors(reader)
  const given = reader.get('budgets')
  const budgets = new OptionReader(given === undefined ? {} : given, ['test', 'file'], reader.pathOf('budgets'), where)
  const scope = (key: 'test' | 'file'): Limits =>
    budgets.read(key, budget => parseBudget(budget, budgets.pathOf(key), where))[key] ?? {}
  const test = scope('test')
  const short = readLimits(reader)
  for (const key of ['retained', 'allocated', 'domains'] as const) {
    if (key in short && key in test) {
      const advice = `it is short for ${budgets.pathOf(`test.${key}`)}, which is given as well: remove one`
      throw reader.bad(key, reader.get(key), advice)
    }
  }
  const file = scope('file')
  if (selectors.tests !== undefined && Object.keys(file).length > 0) {
    const advice = 'the budget of a file cannot depend on the names of tests: give it in an override without tests'
    throw budgets.bad('file', budgets.get('file'), advice)
  }
  return { ...selectors, budgets: { test: { ...test, ...short }, file } }
}
