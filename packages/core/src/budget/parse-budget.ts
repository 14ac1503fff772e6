import { parseSize } from '../units.js'
import { type BudgetDomain, budgetDomains, type Limits } from './limits.js'
import { OptionReader } from './option-reader.js'

/**
 * Reads a budget, `{ retained?, allocated?, domains? }`.
 * @param path Key path of the budget, for messages: `budgets.test`.
 * @param where Where it was written.
 * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export const parseBudget = (value: unknown, path: string, where: string): Limits =>
  readLimits(new OptionReader(value, ['retained', 'allocated', 'domains'], path, where))

/** The limits among an object's options. */
export const readLimits = (reader: OptionReader): Limits => ({
  ...reader.read('retained', size => parseSize(size, reader.place('retained'))),
  ...reader.read('allocated', size => parseSize(size, reader.place('allocated'))),
  ...reader.read('domains', value => parseDomains(reader, value)),
})

function parseDomains(reader: OptionReader, value: unknown): readonly BudgetDomain[] {
  const known = (name: unknown) => budgetDomains.find(domain => domain === name)
  const domains = reader.several('domains', budgetDomains.map(name => `'${name}'`).join(' or '), known)(value)
  if (domains.length === 0) throw reader.bad('domains', value, 'it counts nothing: leave it out to count all')
  return [...new Set(domains)]
}
