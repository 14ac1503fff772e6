import { relative } from 'node:path'
import { type UnmeasuredFile, unmeasuredNotes } from '@tracemalloc/core'
import type { FileTestResult } from './jest.js'

/**
 * Lines for test files that left no results though they should have, and one for all whose runner sent none. Files that
 * had nothing to run are no news.
 * @param root absolute folder that files are named relative to
 */
export function unmeasured(results: readonly FileTestResult[], root: string): string[] {
  const missing = results.filter(({ tracemalloc, skipped }) => tracemalloc === undefined && !skipped)
  const failed = missing.filter(hasFailedEarly)
  const silent = missing.filter(result => !hasFailedEarly(result))
  return unmeasuredNotes([
    ...failed.map(result => fileOf(result, root, 'it failed before its first test')),
    ...silent.slice(0, 1).map(result => fileOf(result, root, `${otherRunner}${more(silent.length - 1)}`)),
  ])
}

const otherRunner = 'its test runner is not jest-circus, or the project has a runner of its own'

const more = (files: number): string => (files === 0 ? '' : `; ${files} more for the same reason`)

const hasFailedEarly = ({ testExecError, testResults }: FileTestResult): boolean =>
  testResults.length === 0 && testExecError !== undefined && testExecError !== null

const fileOf = ({ testFilePath, displayName }: FileTestResult, root: string, reason: string): UnmeasuredFile => ({
  project: displayName?.name ?? '',
  file: relative(root, testFilePath).replaceAll('\\', '/'),
  reason,
})
