import { OptionReader } from './option-reader.js'
import { readSelectors, type Selectors } from './selectors.js'
import { type GivenSweep, readSweep, type SweepOptions, sweepKeys } from './sweep-options.js'

/** Which tests of a test runner are swept: run again with each of their allocations failing. */
export interface FailmallocTests extends SweepOptions {
  /** Globs of test files, relative to the root with `/`; one that starts with `!` excludes. */
  readonly files?: string | readonly string[] | undefined
  /**
   * Full names joined by ` > `: a part of the name, a pattern for the whole name (`*`, `?`, `[seq]`), or, in JavaScript,
   * a regular expression. Without `files` and `tests`, only tests that ask for it themselves are swept.
   */
  readonly tests?: string | RegExp | readonly (string | RegExp)[] | undefined
  /** Do not fail tests for what is handled badly. Default: false. */
  readonly onlyReport?: boolean | undefined
}

/** What a test asks for itself; `false`: not to be swept. */
export type OwnFailmalloc = boolean | (SweepOptions & Pick<FailmallocTests, 'onlyReport'>)

/** Checked. Plain data. */
export interface ParsedFailmalloc extends GivenSweep, Selectors {
  readonly onlyReport?: boolean
}

/** @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` */
export function parseFailmalloc(value: unknown, path: string, where: string): ParsedFailmalloc {
  const reader = new OptionReader(value, ['files', 'tests', ...sweepKeys, 'onlyReport'], path, where)
  return { ...readSelectors(reader), ...readOwn(reader) }
}

/**
 * What a test asks for itself: `true`, `false`, or options.
 * @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export function parseOwnFailmalloc(value: unknown, path: string, where: string): ParsedFailmalloc | false {
  if (typeof value === 'boolean') return value && {}
  return readOwn(new OptionReader(value, [...sweepKeys, 'onlyReport'], path, where))
}

const readOwn = (reader: OptionReader): ParsedFailmalloc => ({
  ...readSweep(reader),
  ...reader.read('onlyReport', reader.flag('onlyReport')),
})
