import { type Choice, startEngine } from './choose.js'
import type { Engine, StartOptions } from './engine.js'
import { perIsolate } from './per-isolate.js'

const shared = perIsolate<{ choice?: Choice }>('shared engine', () => ({}))

/**
 * The engine that all test files of this isolate share: chosen and started by the first call, whose options count, and
 * never stopped. Runners call it once per test file.
 * @throws {TracemallocError} see `startEngine`
 */
export function sharedEngine(options: StartOptions): Choice {
  shared.choice ??= startEngine(options)
  return shared.choice
}

/** The engine that `sharedEngine` has started, if any. */
export const currentEngine = (): Engine | undefined => shared.choice?.engine
