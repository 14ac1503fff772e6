import { posix } from 'node:path'
import { unmeasuredNotes } from '@tracemalloc/core'
import type { TestCase, TestModule } from 'vitest/node'

/**
 * Lines for test files that left no results though they should have. Files that had nothing to run are no news.
 * @param root absolute folder that files are named relative to
 */
export function unmeasured(modules: readonly TestModule[], root: string): string[] {
  return unmeasuredNotes(
    modules.flatMap(module => {
      const reason = 'tracemalloc' in module.meta() ? undefined : reasonOf(module)
      const file = posix.relative(root, module.moduleId)
      return reason === undefined ? [] : [{ project: module.project.name, file, reason }]
    }),
  )
}

function reasonOf(module: TestModule): string | undefined {
  const state = module.state()
  if (state === 'pending' || state === 'queued') return 'it did not come to its end'
  // Type tests and those in a browser fail by their tests: they have no worker that could measure.
  if (state !== 'failed' || module.errors().length === 0) return undefined
  // Of a file whose own hooks fail, Vitest 3 does not call the rest, which ours are of.
  return [...module.children.allTests()].some(hasRun) ? 'a hook of it failed' : 'it failed before its first test'
}

function hasRun(test: TestCase): boolean {
  const { state } = test.result()
  return state === 'passed' || state === 'failed'
}
