import { TracemallocError } from '../errors.js'
import type { Tolerance, Tolerances } from '../model/baseline-comparison.js'
import { parseSize, type Size } from '../units.js'
import { OptionReader } from './option-reader.js'

/** What the tests are compared with, and how much they may differ from it. */
export interface BaselineOptions {
  /** The file, relative to the root. */
  readonly file: string
  /**
   * How much more a test may retain than the baseline says: a size, a percentage of what it says, or both with a comma:
   * whichever allows more. Default: `'1 KiB, 5%'`.
   */
  readonly retained?: Size | undefined
  /** How much more it may allocate. Default: `'16 KiB, 5%'`: the same test does not always allocate the same. */
  readonly allocated?: Size | undefined
}

/** Checked. Plain data. */
export interface ParsedBaseline {
  readonly file: string
  readonly tolerance: Tolerances
}

/** What the command line calls the baseline when nobody names it. */
export const defaultBaseline = 'tracemalloc-baseline.txt'

export const defaultTolerances: Tolerances = {
  retained: { absolute: 1024, relative: 0.05 },
  allocated: { absolute: 16 * 1024, relative: 0.05 },
}

/** @throws {TracemallocError} `BAD_OPTION`, `BAD_SIZE`, `UNKNOWN_OPTION` */
export function parseBaselineOptions(value: unknown, path: string, where: string): ParsedBaseline {
  if (typeof value === 'string' && value !== '') return { file: value, tolerance: defaultTolerances }
  const reader = new OptionReader(value, ['file', 'retained', 'allocated'], path, where)
  const { file } = reader.read('file', reader.text('file'))
  if (file === undefined) throw reader.bad('file', file, 'name the file of the baseline')
  const tolerance = (key: 'retained' | 'allocated') => reader.read(key, text => parseTolerance(text, reader.place(key)))
  return { file, tolerance: { ...defaultTolerances, ...tolerance('retained'), ...tolerance('allocated') } }
}

/**
 * Reads `1 KiB`, `5%`, `1 KiB, 5%`; a number is bytes.
 * @param where What it belongs to, for the message.
 * @throws {TracemallocError} `BAD_SIZE`
 */
export function parseTolerance(value: unknown, where: string): Tolerance {
  const parts = typeof value === 'string' ? value.split(',') : [value]
  const percentages = parts.filter(isPercentage)
  const sizes = parts.filter(part => !isPercentage(part))
  if (percentages.length > 1 || sizes.length > 1) {
    const message = `${where} is ${JSON.stringify(value)}; write a size, a percentage, or both: '1 KiB, 5%'.`
    throw new TracemallocError('BAD_SIZE', message)
  }
  return {
    absolute: sizes.length === 0 ? 0 : parseSize(sizes[0], where),
    relative: Number.parseFloat(percentages[0] ?? '0') / 100,
  }
}

const isPercentage = (part: unknown): part is string => typeof part === 'string' && /^\s*\d+(\.\d+)?\s*%\s*$/.test(part)
