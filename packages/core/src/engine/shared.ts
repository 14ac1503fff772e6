import { type Choice, startEngine } from './choose.js'
import type { Engine, StartOptions } from './engine.js'

let choice: Choice | undefined

/**
 * The engine that all test files of this isolate share: chosen and started by the first call, whose options count, and
 * never stopped. Runners call it once per test file.
 * @throws {TracemallocError} see `startEngine`
 */
export function sharedEngine(options: StartOptions): Choice {
  choice ??= startEngine(options)
  return choice
}

/** The engine that `sharedEngine` has started, if any. */
export const currentEngine = (): Engine | undefined => choice?.engine
