import { TracemallocError } from '../errors.js'
import type { Expectations } from '../window/expectations.js'
import type { MatcherResult } from './matcher.js'

/**
 * Whether an object is gone once garbage is collected: the one that is received, or the one that a `WeakRef` refers to, or
 * that a function returns. Holds none of them.
 * @param promise `'resolves'` or `'rejects'`
 * @throws {TracemallocError} `BAD_EXPECTATION`; what the function throws; all as the promise
 */
export const isCollected = (received: unknown, promise: string, expectations: Expectations): Promise<MatcherResult> =>
  resultOf(targetOf(received, promise), expectations)

async function resultOf(target: Promise<WeakRef<object>>, expectations: Expectations): Promise<MatcherResult> {
  const reference = await target
  const pass = await expectations.isCollected(reference)
  return { pass, message: () => (pass ? wasCollected : isAlive(expectations.holdersOf(reference))) }
}

const wasCollected = 'expected the object to live on, but nothing holds it: it was collected'

const isAlive = (holders: readonly string[]): string =>
  [
    'expected the object to be collected, but something still holds it',
    ...holders.map(line => `  ${line}`),
    advice,
  ].join('\n')

const advice =
  'A variable that is in scope does: expect a function that makes the object, `expect(() => make()).toBeCollected()`, ' +
  'or a WeakRef to it.'

function targetOf(received: unknown, promise: string): Promise<WeakRef<object>> {
  if (promise !== '') return Promise.reject(new TracemallocError('BAD_EXPECTATION', heldByPromise(promise)))
  if (typeof received === 'function') return made(received as () => unknown)
  return isReference(received) ? Promise.resolve(received) : referredTo(received)
}

/** Its frame is gone when it returns. */
async function referredTo(value: unknown): Promise<WeakRef<object>> {
  return referTo(value, 'what was expected')
}

async function made(make: () => unknown): Promise<WeakRef<object>> {
  return referTo(await make(), 'what the function returned')
}

function referTo(value: unknown, what: string): WeakRef<object> {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') return new WeakRef(value)
  const advice = 'expect an object, a WeakRef, or a function that returns an object'
  const shown = value === null || value === undefined ? String(value) : `a ${typeof value}`
  throw new TracemallocError('BAD_EXPECTATION', `toBeCollected is for objects, and ${what} is ${shown}: ${advice}.`)
}

/** Of any realm. */
const isReference = (value: unknown): value is WeakRef<object> =>
  Object.prototype.toString.call(value) === '[object WeakRef]'

const heldByPromise = (promise: string): string =>
  `A promise holds what it is settled with: instead of \`expect(promise).${promise}\` write ` +
  '`await expect(async () => make()).toBeCollected()`.'
