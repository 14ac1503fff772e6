import { completeErrors } from '@tracemalloc/core'
import type { TestModule } from 'vitest/node'
import { sentOf } from './sent.js'

/** What is used of Vitest's errors: they are the objects that all of its reporters are given. */
interface SentError {
  readonly name?: string
  message: string
  stack?: string | undefined
}

/** Makes errors of tests say what was found out at the end of their file. Call it before Vitest prints them. */
export function completeErrorsOf(module: TestModule, root: string): void {
  const sent = sentOf(module)
  const failed = Array.from(module.children.allTests('failed'))
  if (sent === undefined || failed.length === 0) return
  const complete = completeErrors(sent, root)
  for (const test of failed) {
    for (const error of (test.result().errors ?? []) as readonly SentError[]) {
      const known = error.name === 'MemoryBudgetError' ? complete(test.id, error.message) : undefined
      if (known) Object.assign(error, known.toJSON())
    }
  }
}
