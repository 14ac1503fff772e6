import { OptionReader } from './budget/option-reader.js'
import { defaultOptions, type TracingMode } from './budget/options.js'
import { TracemallocError } from './errors.js'
import type { Size } from './units.js'

/** How `start` traces; every option has a default. */
export interface TracerOptions {
  /** Frames kept of each traceback, 1 to 64. Default: 1, as in CPython. */
  readonly frames?: number
  /** Every allocation, or one in every `interval` bytes. Default: `'exact'`. */
  readonly mode?: Exclude<TracingMode, 'auto'>
  /** Mean bytes between samples in `sampled` mode. Default: 4 KiB. */
  readonly interval?: Size
  /** `'exact'`: keep V8 from optimising code in ways that blur lines. `'fast'`: let it. Default: `'exact'`. */
  readonly lines?: 'exact' | 'fast'
}

/** Most frames that an engine keeps of a traceback. */
export const maxFrames = 64

/**
 * Checks what `start` was given; fills in the defaults.
 * @throws {TracemallocError} `BAD_OPTION`, `BAD_SIZE`, `UNKNOWN_OPTION`
 */
export function parseTracerOptions(given: number | TracerOptions) {
  const raw = typeof given === 'number' ? { frames: given } : given
  const reader = new OptionReader(raw, ['frames', 'mode', 'interval', 'lines'], '', 'start()')
  const { interval, overhead, lines } = defaultOptions
  return {
    mode: 'exact' as const,
    interval,
    overhead,
    lines,
    frames: 1,
    ...reader.read('frames', parseFrames),
    ...reader.read('mode', reader.oneOf('mode', ['exact', 'sampled'])),
    ...reader.read('interval', reader.interval('interval')),
    ...reader.read('lines', reader.oneOf('lines', ['exact', 'fast'])),
  }
}

function parseFrames(frames: unknown): number {
  if (Number.isInteger(frames) && (frames as number) >= 1 && (frames as number) <= maxFrames) return frames as number
  throw new TracemallocError(
    'BAD_OPTION',
    `the number of frames must be in range [1; ${maxFrames}], not ${String(frames)}`,
  )
}
