import type { Expectations } from '../window/expectations.js'
import { CallSite } from './call-site.js'
import { forgetful } from './forgetful.js'
import { isCollected } from './is-collected.js'
import { isWithin } from './is-within.js'
import type { MatcherResult, MatcherState, Matchers, RunnerSide } from './matcher.js'

/** The matchers of one test file; what `expect.extend` takes. */
export function createMatchers(expectations: Expectations, runner: RunnerSide): Matchers {
  return {
    toRetainAtMost: function toRetainAtMost(this: MatcherState, received: unknown, size: unknown) {
      return placed(new CallSite(runner.Error, toRetainAtMost), isWithin('retained', received, size, expectations))
    },
    toAllocateAtMost: function toAllocateAtMost(this: MatcherState, received: unknown, size: unknown) {
      return placed(new CallSite(runner.Error, toAllocateAtMost), isWithin('allocated', received, size, expectations))
    },
    // None of its functions is asynchronous: a frame would hold what is received.
    toBeCollected: function toBeCollected(this: MatcherState, received: unknown) {
      const site = new CallSite(runner.Error, toBeCollected)
      const { isNot = false, promise = '' } = this
      return forgetful(placed(site, isCollected(received, promise, expectations)), isNot, site, runner.counted)
    },
  }
}

const placed = (site: CallSite, result: Promise<MatcherResult>): Promise<MatcherResult> =>
  result.catch(error => {
    throw site.place(error)
  })
