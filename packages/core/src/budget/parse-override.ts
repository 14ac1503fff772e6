import type { Limits } from './limits.js'
import { isRegExp, OptionReader } from './option-reader.js'
import type { ParsedOverride } from './options.js'
import { parseBudget, readLimits } from './parse-budget.js'
import type { NamePattern } from './test-name.js'

const keys = ['files', 'tests', 'budgets', 'retained', 'allocated']

/** @throws {TracemallocError} `BAD_OPTION`, `BAD_SIZE`, `UNKNOWN_OPTION` */
export function parseOverrides(value: unknown, where: string): readonly ParsedOverride[] {
  if (Array.isArray(value)) return value.map((item, index) => parseOverride(item, `overrides[${index}]`, where))
  throw new OptionReader({}, [], '', where).bad('overrides', value, 'write an array of { files, tests, budgets }')
}

function parseOverride(value: unknown, path: string, where: string): ParsedOverride {
  const reader = new OptionReader(value, keys, path, where)
  const files = reader.read('files', notEmpty(reader, 'files', reader.several('files', 'a glob', nonEmptyText)))
  const tests = reader.read(
    'tests',
    notEmpty(reader, 'tests', reader.several('tests', 'a name or RegExp', namePattern)),
  )
  const given = reader.get('budgets')
  const budgets = new OptionReader(given === undefined ? {} : given, ['test', 'file'], reader.pathOf('budgets'), where)
  const scope = (key: 'test' | 'file'): Limits =>
    budgets.read(key, budget => parseBudget(budget, budgets.pathOf(key), where))[key] ?? {}
  const test = scope('test')
  const short = readLimits(reader)
  for (const metric of ['retained', 'allocated'] as const) {
    if (metric in short && metric in test) {
      const advice = `it is short for ${budgets.pathOf(`test.${metric}`)}, which is given as well: remove one`
      throw reader.bad(metric, reader.get(metric), advice)
    }
  }
  const file = scope('file')
  if (tests.tests !== undefined && Object.keys(file).length > 0) {
    const advice = 'the budget of a file cannot depend on the names of tests: give it in an override without tests'
    throw budgets.bad('file', budgets.get('file'), advice)
  }
  return { ...files, ...tests, budgets: { test: { ...test, ...short }, file } }
}

/** An empty list of selectors selects nothing, which nobody means. */
function notEmpty<T>(reader: OptionReader, key: string, parse: (value: unknown) => readonly T[]) {
  return (value: unknown): readonly T[] => {
    const parsed = parse(value)
    if (parsed.length === 0) throw reader.bad(key, value, 'it selects nothing: leave it out to select all')
    return parsed
  }
}

const nonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const namePattern = (value: unknown): NamePattern | undefined =>
  isRegExp(value) ? { source: value.source, flags: value.flags } : nonEmptyText(value)
