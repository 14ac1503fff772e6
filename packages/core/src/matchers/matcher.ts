/** What Vitest and Jest give to a matcher as its `this`, as far as it is used here. */
export interface MatcherState {
  /** With `.not`. */
  readonly isNot?: boolean | undefined
  /** `'resolves'` or `'rejects'`, when these are in between. */
  readonly promise?: string | undefined
}

export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/** The class that errors are made of: that of the realm which the tests run in, whose stacks have the user's lines. */
export type ErrorClass = new (message: string) => Error

/** What matchers need of the runner. */
export interface RunnerSide {
  readonly Error: ErrorClass
  /** Counts an expectation, where the runner counts those that it judges itself: for `expect.assertions`. */
  readonly counted?: () => void
}

type Matcher<Received, Arguments extends unknown[]> = (
  this: MatcherState,
  received: Received,
  ...args: Arguments
) => Promise<MatcherResult>

/** For `expect.extend`. */
export interface Matchers {
  readonly toRetainAtMost: Matcher<unknown, [size: unknown]>
  readonly toAllocateAtMost: Matcher<unknown, [size: unknown]>
  readonly toBeCollected: Matcher<unknown, []>
}
