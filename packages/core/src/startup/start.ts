import { TracemallocError } from '../errors.js'
import { getTracerInfo, start } from '../tracer.js'
import { complain } from './standard-error.js'

/**
 * Starts tracing this thread before the program runs. Where tracing is not possible the program must run all the same:
 * a line on standard error says why, and what is missing.
 * @returns whether it traces
 * @throws {TracemallocError} `BAD_OPTION` for a number of frames that is out of range, `BAD_ENGINE`
 */
export function startTracing(frames: number): boolean {
  try {
    start(frames)
  } catch (error) {
    if (!(error instanceof TracemallocError) || error.code !== 'UNTRACED') throw error
    complain(error.message)
    return false
  }
  const { notice } = getTracerInfo() ?? {}
  if (notice !== undefined) complain(notice)
  return true
}
