// The parts of jest-circus's objects and events that are used here: the same in all supported versions. All of them live
// in the test file's own realm: nothing that outlives the file may hold one.

export interface DescribeBlock {
  readonly type: 'describeBlock'
  readonly name: string
  readonly parent?: DescribeBlock
  readonly children: readonly (DescribeBlock | Test)[]
  readonly hooks: readonly Hook[]
}

export interface Hook {
  readonly type: string
  readonly fn: object
  readonly parent: DescribeBlock
}

export interface Test {
  readonly type: 'test'
  readonly name: string
  readonly parent: DescribeBlock
  readonly concurrent: boolean
  readonly failing: boolean
  /** How often it has been run so far. */
  readonly invocations: number
  readonly errors: unknown[]
  readonly fn: (...args: unknown[]) => unknown
  /** Milliseconds; by default the file's. */
  readonly timeout?: number | null
  readonly retryReasons?: unknown[]
  readonly unhandledRejectionErrorByPromise?: unknown
}

export interface State {
  readonly rootDescribeBlock: DescribeBlock
  readonly currentDescribeBlock: DescribeBlock
  readonly unhandledErrors: unknown[]
  /** Milliseconds. */
  readonly testTimeout?: number
}

export interface ExpectState {
  /** Of the file: how many snapshots a test has asked for stands in it, by the test's name. */
  readonly snapshotState?: { readonly _counters?: ReadonlyMap<string, number> }
  readonly assertionCalls: number
  readonly numPassingAsserts: number
}

/** Jest's `expect`. */
export interface Expect {
  extend(matchers: object): void
  getState(): ExpectState
  setState(state: Partial<ExpectState>): void
}

export type Event =
  | { readonly name: 'test_start' | 'test_started' | 'test_done'; readonly test: Test }
  | { readonly name: 'test_fn_failure' | 'hook_failure'; readonly test?: Test }
  | { readonly name: 'hook_start'; readonly hook: Hook }
  | { readonly name: 'setup'; readonly runtimeGlobals: { readonly expect: Expect } }
  | { readonly name: 'run_start' | 'run_finish' | 'run_describe_finish' }

export type HandleTestEvent = (event: Event, state: State) => unknown

/**
 * One thing of each test, in the order of the results. In an array of our own: methods of the blocks' arrays make arrays
 * of the test file's realm, and one of these that lives on keeps all of that realm alive.
 */
export function testsIn<T>({ children }: DescribeBlock, of: (test: Test) => T, found: T[] = []): T[] {
  for (const child of children) {
    if (child.type === 'test') found.push(of(child))
    else testsIn(child, of, found)
  }
  return found
}

/** The functions of tests and hooks, in an array of our own. */
export function functionsIn({ children, hooks }: DescribeBlock, found: object[] = []): object[] {
  for (const { fn } of hooks) found.push(fn)
  for (const child of children) {
    if (child.type === 'test') found.push(child.fn)
    else functionsIn(child, found)
  }
  return found
}

/** The suites that a test is in, outermost first, with the root. */
export function suitesOf({ parent }: Test): DescribeBlock[] {
  const suites: DescribeBlock[] = []
  for (let suite: DescribeBlock | undefined = parent; suite; suite = suite.parent) suites.unshift(suite)
  return suites
}

/** Whether a test that fails now is tried again. @param realm of the test file: jest.retryTimes leaves the number there */
export const isTriedAgain = ({ invocations }: Test, realm: object): boolean =>
  invocations <= Number((realm as { readonly [retryTimes]?: unknown })[retryTimes] ?? 0)

const retryTimes = Symbol.for('RETRY_TIMES')

/** Names of the suites and the test, outermost first; the root has no name that anybody would want to see. */
export const namesOf = (test: Test): string[] => [...suitesOf(test).slice(1), test].map(({ name }) => name)

/** The same joined by ` > `. */
export const fullName = (test: Test): string => namesOf(test).join(' > ')
