import { inspect, types } from 'node:util'

/** What V8, Node and `structuredClone` say of a failed allocation. */
const failures = /Array buffer allocation failed|Failed to allocate memory|Unable to deserialize cloned data/

/**
 * How a run ended that threw: `failed`, with a failed allocation, or one that is somebody's cause, or is what an
 * assertion complains of; `swallowed`, as an assertion says that something is not as it should be; `threw`, anything else.
 */
export function endOf(error: unknown): 'failed' | 'swallowed' | 'threw' {
  try {
    if (isFailedAllocation(error)) return 'failed'
    if (!isAssertion(error)) return 'threw'
    return tellsOfFailure(error) ? 'failed' : 'swallowed'
  } catch {
    // It throws when it is looked at.
    return 'threw'
  }
}

function isFailedAllocation(error: unknown): boolean {
  return causesOf(error).some(it => {
    if (it.name === 'RangeError' || it.code === 'ERR_MEMORY_ALLOCATION_FAILED') return true
    return types.isNativeError(it) && !isAssertion(it) && failures.test(String(it.message))
  })
}

/** An error, its cause, and so on. */
function causesOf(error: unknown): ErrorLike[] {
  const causes = new Set<ErrorLike>()
  for (let it = error; isObject(it) && !causes.has(it); it = it.cause) causes.add(it)
  return [...causes]
}

/** Of node:assert, chai, Vitest, and Jest, whose errors have no name of their own. It may have come from another process. */
export function isAssertion(error: unknown): boolean {
  if (!isObject(error)) return false
  const { name, code, message, matcherResult } = error
  if (name === 'AssertionError' || code === 'ERR_ASSERTION' || matcherResult !== undefined) return true
  return /^(expect\b|expected (any )?number of assertions)/.test(String(message))
}

/** The failure has come as far as to the assertion: the test learnt of it, though it had not expected that. */
function tellsOfFailure(error: unknown): boolean {
  const { message, actual, cause, matcherResult } = error as ErrorLike
  const told = [message, actual, cause, isObject(matcherResult) ? matcherResult.actual : undefined]
  return told.some(it => failures.test(typeof it === 'string' ? it : inspect(it, { depth: 3 })))
}

type ErrorLike = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is ErrorLike => typeof value === 'object' && value !== null
