import type { Budget, CompactFile } from '@tracemalloc/core'

interface Named {
  readonly name: string
  readonly suite?: Named | undefined
}

/** The part of Vitest's test task that is used here: the same in all supported versions. */
export interface TestTask extends Named {
  readonly id: string
  readonly type: 'test'
  readonly concurrent?: boolean | undefined
  readonly fails?: boolean | undefined
  /** How often it is tried again; since Vitest 4 with a condition or a delay. */
  readonly retry?: number | { readonly count?: number; readonly condition?: unknown } | undefined
  /** Milliseconds. */
  readonly timeout?: number | undefined
  repeats?: number | undefined
  readonly file: SuiteTask
  readonly mode: string
  readonly context?: { readonly signal?: AbortSignal }
  readonly meta: { readonly memory?: Budget; readonly failmalloc?: unknown; readonly leaks?: unknown }
  readonly result?: TaskResult | undefined
}

interface TaskResult {
  state?: string
  /** Of all attempts. */
  errors?: unknown[] | undefined
  repeatCount?: number | undefined
  retryCount?: number | undefined
  /** Since Vitest 5. */
  readonly attempts?: unknown[] | undefined
}

interface SuiteTask {
  readonly type: 'suite'
  readonly tasks: readonly (SuiteTask | TestTask)[]
}

/** Vitest's task of a test file. */
export interface FileTask extends SuiteTask {
  /** Travels to the main process: plain JSON only. */
  readonly meta: { tracemalloc?: CompactFile }
}

/** Names of the suites and the test, outermost first. */
export const namesOf = ({ name, suite }: Named): string[] => [...(suite ? namesOf(suite) : []), name]

/** The same joined by ` > `. */
export const fullName = (named: Named): string => namesOf(named).join(' > ')

/** Whether a test whose attempt fails now is tried again, as far as that is known. */
export function isTriedAgain({ retry = 0, result }: TestTask): boolean {
  const times = typeof retry === 'number' ? retry : retry.condition === undefined ? (retry.count ?? 0) : 0
  return (result?.retryCount ?? 0) < times
}

/** Whether no other test of its file is still to come. */
export const isLast = (task: TestTask): boolean =>
  (task.result?.repeatCount ?? 0) >= (task.repeats ?? 0) &&
  testsIn(task.file).every(it => it === task || ended.has(it.result?.state ?? it.mode))

const ended: ReadonlySet<string> = new Set(['pass', 'fail', 'skip', 'todo'])

/** All tests of a file or suite. */
export const testsIn = ({ tasks }: SuiteTask): TestTask[] =>
  tasks.flatMap(task => (task.type === 'suite' ? testsIn(task) : [task]))
