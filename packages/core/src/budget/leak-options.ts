import { OptionReader } from './option-reader.js'
import { selects } from './select-limits.js'
import { readSelectors, type Selectors } from './selectors.js'

/** How often a test is run to see whether it leaks. */
export interface LeakOptions {
  /** Runs that do not count, in which caches fill: at least 1. Default: 3. */
  readonly warmups?: number | undefined
  /** Runs that count: the test leaks when each of them leaves more alive than there was before. At least 1. Default: 3. */
  readonly runs?: number | undefined
}

/** Which tests are looked at for leaks, and how. */
export interface LeakTests extends LeakOptions {
  /** Globs of files, relative to the root with `/`; one that starts with `!` excludes. Default: all. */
  readonly files?: string | readonly string[] | undefined
  /**
   * Full names joined by ` > `: a part of the name, a pattern for the whole name (`*`, `?`, `[seq]`), or, in JavaScript,
   * a regular expression. Default: all.
   */
  readonly tests?: string | RegExp | readonly (string | RegExp)[] | undefined
}

/** Whether and how a test is looked at, said by itself; `true`: with the defaults. */
export type OwnLeaks = boolean | LeakOptions

/** With numbers for all. Plain data. */
export interface LeakRuns {
  readonly warmups: number
  readonly runs: number
}

/** Checked. `false`: no test, but those that ask for it. Plain data. */
export type ParsedLeaks = false | (Partial<LeakRuns> & Selectors)

const keys = ['warmups', 'runs']

/** @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` */
export function parseLeaks(value: unknown, path: string, where: string): ParsedLeaks {
  if (typeof value === 'boolean') return value && {}
  const reader = new OptionReader(value, [...keys, 'files', 'tests'], path, where)
  return { ...readRuns(reader), ...readSelectors(reader) }
}

/**
 * How a test is looked at for leaks; `undefined`: it is not.
 * @param file Relative to the root with `/`.
 * @param test Full name joined by ` > `.
 * @param own What the test says of itself (`OwnLeaks`), unchecked.
 * @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export function leakRuns(
  given: ParsedLeaks | undefined,
  file: string,
  test: string,
  own?: unknown,
): LeakRuns | undefined {
  const asked = own === undefined ? undefined : parseOwn(own, `test "${test}"`)
  if (asked === false) return undefined
  if (asked === undefined && (!given || !selects(given, file, test))) return undefined
  const { warmups = 3, runs = 3 } = { ...(given || {}), ...asked }
  return { warmups, runs }
}

const parseOwn = (value: unknown, where: string): Partial<LeakRuns> | false =>
  typeof value === 'boolean' ? value && {} : readRuns(new OptionReader(value, keys, 'leaks', where))

const readRuns = (reader: OptionReader): Partial<LeakRuns> => ({
  ...reader.read('warmups', reader.integer('warmups', 1, mostRuns)),
  ...reader.read('runs', reader.integer('runs', 1, mostRuns)),
})

const mostRuns = 10_000
