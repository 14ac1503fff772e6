import type { CallSite } from './call-site.js'
import type { MatcherResult } from './matcher.js'

/**
 * The promise of a matcher that must not keep what it was given alive. Vitest and Jest wait for a matcher by
 * `promise.then(judge)`, Jest with `.catch(…)` besides, and their functions hold the object. So these are dropped, and the
 * promise judges by itself. Whoever waits in another way, by `await` or with two functions, gets the result as of any other
 * matcher, and what he holds meanwhile stays alive. This can go when runners let go of the object.
 * @param site where the expectation stands
 * @param counted is called when the promise has judged by itself
 */
export function forgetful(
  result: Promise<MatcherResult>,
  isNot: boolean,
  site: CallSite,
  counted: () => void = () => {},
): Promise<MatcherResult> {
  const judged = async (): Promise<void> => {
    const { pass, message } = await result
    counted()
    if (pass === isNot) throw site.error(message())
  }
  return Object.defineProperty(result, 'then', {
    value: (onResult?: (result: MatcherResult) => void, onError?: (error: unknown) => void) => {
      if (onError) return Promise.prototype.then.call(result, onResult as never, onError)
      const verdict = judged()
      return Object.defineProperty(verdict, 'catch', { value: () => verdict })
    },
  })
}
