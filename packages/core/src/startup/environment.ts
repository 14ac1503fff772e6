import { TracemallocError } from '../errors.js'
import { maxFrames } from '../tracer-options.js'

/**
 * The frames to keep of each traceback by `NODE_TRACEMALLOC`; 0: do not trace. Default, also when it is empty: 1, as in
 * CPython.
 * @throws {TracemallocError} `BAD_OPTION`
 */
export function requestedFrames({ NODE_TRACEMALLOC: text }: NodeJS.ProcessEnv): number {
  if (!text) return 1
  const frames = Number(text)
  if (/^\d+$/.test(text) && frames <= maxFrames) return frames
  throw new TracemallocError(
    'BAD_OPTION',
    `NODE_TRACEMALLOC: invalid number of frames: ${JSON.stringify(text)}. Set it to the frames to keep of each ` +
      `traceback, 1 to ${maxFrames}, or to 0 not to trace.`,
  )
}

/** Where snapshots go by `NODE_TRACEMALLOC_DUMP`, see `dumpPath`. Default, also when it is empty: none are written. */
export const requestedDump = ({ NODE_TRACEMALLOC_DUMP: pattern }: NodeJS.ProcessEnv): string | undefined =>
  pattern || undefined
