import { parseSize } from '../units.js'
import type { Limits } from './limits.js'
import { OptionReader } from './option-reader.js'

/**
 * Reads a budget, `{ retained?, allocated? }`.
 * @param path Key path of the budget, for messages: `budgets.test`.
 * @param where Where it was written.
 * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export const parseBudget = (value: unknown, path: string, where: string): Limits =>
  readLimits(new OptionReader(value, ['retained', 'allocated'], path, where))

/** The limits among an object's options. */
export const readLimits = (reader: OptionReader): Limits => ({
  ...reader.read('retained', size => parseSize(size, reader.place('retained'))),
  ...reader.read('allocated', size => parseSize(size, reader.place('allocated'))),
})
