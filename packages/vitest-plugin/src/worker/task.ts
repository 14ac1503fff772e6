import type { Budget, CompactFile } from '@tracemalloc/core'

interface Named {
  readonly name: string
  readonly suite?: Named | undefined
}

/** The part of Vitest's test task that is used here: the same in all supported versions. */
export interface TestTask extends Named {
  readonly id: string
  readonly concurrent?: boolean | undefined
  readonly fails?: boolean | undefined
  readonly meta: { readonly memory?: Budget }
  readonly result?: { readonly errors?: readonly unknown[] | undefined } | undefined
}

/** Vitest's task of a test file. */
export interface FileTask {
  /** Travels to the main process: plain JSON only. */
  readonly meta: { tracemalloc?: CompactFile }
}

/** Names of the suites and the test joined by ` > `. */
export const fullName = ({ name, suite }: Named): string => (suite ? `${fullName(suite)} > ${name}` : name)
