import { fileMatcher } from './file-globs.js'
import { type Limits, mergeLimits } from './limits.js'
import type { ParsedOptions } from './options.js'
import { parseBudget } from './parse-budget.js'
import type { Selectors } from './selectors.js'
import { matchesName } from './test-name.js'

const matchers = new WeakMap<readonly string[], (file: string) => boolean>()

/**
 * The limits of one test: the general ones, then each override that matches, then the test's own. The later wins,
 * metric by metric.
 * @param file Relative to the root with `/`.
 * @param testName Full name joined by ` > `.
 * @param perTest The test's own budget (`meta.memory`, `limitMemory`), unchecked.
 * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION` or `UNKNOWN_OPTION` when `perTest` is not a budget.
 */
export function limitsForTest(parsed: ParsedOptions, file: string, testName: string, perTest?: unknown): Limits {
  const overrides = parsed.overrides.filter(override => selects(override, file, testName))
  const own = perTest === undefined || perTest === null ? {} : parseBudget(perTest, 'memory', `test "${testName}"`)
  return mergeLimits(parsed.budgets.test, ...overrides.map(override => override.budgets.test), own)
}

/** The limits of one test file: the general ones, then each override that matches the file. */
export function limitsForFile(parsed: ParsedOptions, file: string): Limits {
  const overrides = parsed.overrides.filter(override => matchesFile(override, file))
  return mergeLimits(parsed.budgets.file, ...overrides.map(override => override.budgets.file))
}

/** The limits of all files together. */
export const limitsForRun = (parsed: ParsedOptions): Limits => parsed.budgets.run

/** Whether both selectors match a test. */
export const selects = (selectors: Selectors, file: string, testName: string): boolean =>
  matchesFile(selectors, file) && (selectors.tests?.some(pattern => matchesName(pattern, testName)) ?? true)

function matchesFile({ files }: Pick<Selectors, 'files'>, file: string): boolean {
  if (files === undefined) return true
  const matches = matchers.get(files) ?? fileMatcher(files)
  matchers.set(files, matches)
  return matches(file)
}
