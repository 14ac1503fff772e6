import { posix } from 'node:path'
import { fileName } from '@tracemalloc/core'
import type { TestCase, TestModule } from 'vitest/node'

/**
 * A line for each test file that left no results though it should have. Files that had nothing to run are no news.
 * @param root absolute folder that files are named relative to
 */
export function unmeasured(modules: readonly TestModule[], root: string): string[] {
  return modules.flatMap(module => {
    const reason = 'tracemalloc' in module.meta() ? undefined : reasonOf(module)
    if (reason === undefined) return []
    const name = fileName({ project: module.project.name, file: posix.relative(root, module.moduleId) })
    return [`${name}: not measured: ${reason}`]
  })
}

function reasonOf(module: TestModule): string | undefined {
  const state = module.state()
  if (state === 'pending' || state === 'queued') return 'it did not come to its end'
  // Type tests and those in a browser can fail as well, but have no worker that could measure.
  return state === 'failed' && ![...module.children.allTests()].some(hasRun)
    ? 'it failed before its first test'
    : undefined
}

function hasRun(test: TestCase): boolean {
  const { state } = test.result()
  return state === 'passed' || state === 'failed'
}
