import { OptionReader } from '../budget/option-reader.js'
import type { FailurePlan } from '../engine/failures.js'
import { TracemallocError } from '../errors.js'
import { parseSize, type Size } from '../units.js'
import { random } from './random.js'

/** Which allocations fail. They are those of off-heap memory that JavaScript asks for: see `enable`. */
export interface FailmallocOptions {
  /** The first that fails, counted from 1. Default: 1. */
  readonly nth?: number | undefined
  /** How many fail in a row. Default: 1. */
  readonly count?: number | undefined
  /** Instead of `nth`: one at random among the first so many, as in pyfailmalloc. */
  readonly range?: number | undefined
  /** Of the draw in `range`, a whole number. Default: from the clock. */
  readonly seed?: number | undefined
  /** Only count what code of this file asks for: a part of the path of the script that runs. Default: any. */
  readonly file?: string | undefined
  /** Only count what is at least so large. Default: 0. */
  readonly minSize?: Size | undefined
  /** Let all fail from the nth on. Default: false. */
  readonly persistent?: boolean | undefined
}

const keys = ['nth', 'count', 'range', 'seed', 'file', 'minSize', 'persistent']
const largest = Number.MAX_SAFE_INTEGER

/**
 * Checks what `enable` was given, fills in the defaults and draws the lot.
 * @throws {TracemallocError} `BAD_OPTION`, `BAD_SIZE`, `UNKNOWN_OPTION`
 */
export function parsePlan(options: FailmallocOptions): FailurePlan {
  const reader = new OptionReader(options, keys, '', 'failmalloc.enable()')
  const { nth, range } = {
    ...reader.read('nth', reader.integer('nth', 1, largest)),
    ...reader.read('range', reader.integer('range', 1, largest)),
  }
  if (nth !== undefined && range !== undefined) {
    throw new TracemallocError(
      'BAD_OPTION',
      'failmalloc.enable() has nth and range: give nth for one that you know, or range for one at random.',
    )
  }
  const { seed = Date.now() } = reader.read('seed', reader.integer('seed', 0, largest))
  return {
    nth: range === undefined ? (nth ?? 1) : 1 + Math.floor(random(seed)() * range),
    count: 1,
    minSize: 0,
    file: '',
    persistent: false,
    owned: false,
    native: false,
    ...reader.read('count', reader.integer('count', 1, largest)),
    ...reader.read('minSize', size => parseSize(size, reader.place('minSize'))),
    ...reader.read('file', reader.text('file')),
    ...reader.read('persistent', reader.flag('persistent')),
  }
}
