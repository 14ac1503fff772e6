import type { CompactFile } from '@tracemalloc/core'
import type { TestModule } from 'vitest/node'

interface Meta {
  readonly tracemalloc?: CompactFile
}

/** What the worker left in the meta of a test file; `undefined` of one that was not measured. */
export const sentOf = (module: TestModule): CompactFile | undefined => (module.meta() as Meta).tracemalloc

/** For all who read the meta later, reports that are written to be merged among them. */
export function replaceSent(module: TestModule, sent: CompactFile): void {
  Object.assign(module.meta(), { tracemalloc: sent } satisfies Meta)
}
