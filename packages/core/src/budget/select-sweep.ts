import type { ParsedFailmalloc } from './failmalloc-options.js'
import { parseOwnFailmalloc } from './failmalloc-options.js'
import type { ParsedOptions } from './options.js'
import { selects } from './select-limits.js'
import type { GivenSweep } from './sweep-options.js'

/** How a test is swept. */
export interface TestSweepOptions extends GivenSweep {
  readonly onlyReport?: boolean
}

/**
 * How a test is swept; `undefined`: it is not.
 * @param file Relative to the root with `/`.
 * @param test Full name joined by ` > `.
 * @param own What the test asks for itself, unchecked.
 * @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export function sweepOf(
  { failmalloc }: ParsedOptions,
  file: string,
  test: string,
  own?: unknown,
): TestSweepOptions | undefined {
  const asked = own === undefined ? undefined : parseOwnFailmalloc(own, 'failmalloc', `test "${test}"`)
  if (asked === false || (asked === undefined && !isSelected(failmalloc, file, test))) return undefined
  const { files, tests, ...given } = failmalloc ?? {}
  return { ...given, ...asked }
}

const isSelected = (failmalloc: ParsedFailmalloc | undefined, file: string, test: string): boolean =>
  (failmalloc?.files ?? failmalloc?.tests) !== undefined && selects(failmalloc ?? {}, file, test)
