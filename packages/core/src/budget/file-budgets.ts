import type { Limits } from './limits.js'
import { OptionReader } from './option-reader.js'
import type { ParsedOptions } from './options.js'
import { parseBudget } from './parse-budget.js'

/**
 * Options for one file, whose own budgets win over all others.
 * @param budgets `{ test, file }`, each `{ retained, allocated }`, unchecked
 * @param where where they were written, for messages
 * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export function withFileBudgets(options: ParsedOptions, budgets: unknown, where: string): ParsedOptions {
  const reader = new OptionReader(budgets, ['test', 'file'], '', where)
  const scope = (key: 'test' | 'file'): Limits =>
    reader.read(key, budget => parseBudget(budget, reader.pathOf(key), where))[key] ?? {}
  return { ...options, overrides: [...options.overrides, { budgets: { test: scope('test'), file: scope('file') } }] }
}
