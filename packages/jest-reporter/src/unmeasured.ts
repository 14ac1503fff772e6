import { relative } from 'node:path'
import { unmeasuredNote } from '@tracemalloc/core'
import type { FileTestResult } from './jest.js'

/**
 * A line for each test file that left no results though it should have. Files that had nothing to run are no news.
 * @param root absolute folder that files are named relative to
 */
export function unmeasured(results: readonly FileTestResult[], root: string): string[] {
  return results.flatMap(result => {
    const reason = result.tracemalloc === undefined && !result.skipped ? reasonOf(result) : undefined
    if (reason === undefined) return []
    const file = relative(root, result.testFilePath).replaceAll('\\', '/')
    return [unmeasuredNote({ project: result.displayName?.name ?? '', file }, reason)]
  })
}

function reasonOf({ testExecError, testResults }: FileTestResult): string {
  if (testResults.length === 0 && testExecError) return 'it failed before its first test'
  return 'its test runner is not jest-circus, or the project has a runner of its own'
}
