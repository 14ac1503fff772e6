import { createMatchers, currentEngine, type FileSession, leaveInRealm } from '@tracemalloc/core/worker'
import type { Expect } from './circus.js'
import type { Environment } from './environment.js'

/** Registers our matchers with the `expect` of the test file. The file's own come later, and win. */
export function giveMatchers(session: FileSession, { global }: Environment, expect: Expect): void {
  currentEngine()?.pause()
  const counted = () => {
    const { assertionCalls, numPassingAsserts } = expect.getState()
    expect.setState({ assertionCalls: assertionCalls + 1, numPassingAsserts: numPassingAsserts + 1 })
  }
  const matchers = createMatchers(session.expectations, { Error: global.Error, counted })
  leaveInRealm(global, { matchers })
  expect.extend({ ...matchers })
  currentEngine()?.resume()
}
