import { OptionReader } from '../budget/option-reader.js'
import { readSweep, type SweepOptions, sweepKeys } from '../budget/sweep-options.js'
import type { SweepResult } from '../model/sweep-result.js'
import { FunctionSubject } from './function-subject.js'
import { isolatedSweep } from './isolated-sweep.js'
import { type ModuleFunction, parseFunction } from './module-function.js'
import { parsePlan } from './plan.js'
import { replayed } from './replay.js'
import { sweepSubject } from './sweep-subject.js'
import { failingTracer } from './tracer.js'

const defaults = { max: 1000, seed: 1, shallow: false, persistent: false, timeout: 10_000 }

/**
 * Lets each allocation of a function fail in turn, and tells what it handled badly: `SweepFailure.outcome`. Which ones
 * can fail: see `enable`. The function is run about twice per allocation, and is awaited when it is async; it must do the
 * same each time.
 * @param target A function; or one that a module exports, which runs in processes of its own: then those allocations fail as
 *   well that V8 ends the process for (`fatal`), and each failure finds a module that nothing has failed in before
 * @throws {TracemallocError} `SWEEP` when the function throws without a failure; `BAD_OPTION`, `UNKNOWN_OPTION`;
 *   `BAD_REPLAY` when the environment variable FAILMALLOC cannot be read; `UNTRACED`, `NO_FAILMALLOC`
 */
export async function sweep(
  target: (() => unknown) | ModuleFunction,
  options: SweepOptions = {},
): Promise<SweepResult> {
  const reader = new OptionReader(options, sweepKeys, '', 'failmalloc.sweep()')
  const plan = { ...defaults, ...readSweep(reader), ...replayed(process.env.FAILMALLOC) }
  if (typeof target !== 'function') return isolatedSweep(parseFunction(target), plan)
  const tracer = failingTracer()
  try {
    const counting = { ...parsePlan({}), nth: 0 }
    return await sweepSubject(tracer, new FunctionSubject(tracer, target, plan.timeout, counting), plan)
  } finally {
    tracer.release()
  }
}
