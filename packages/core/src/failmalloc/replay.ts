import { TracemallocError } from '../errors.js'

/** What lets `sweep` fail one allocation only. */
export const replayOf = (nth: number, persistent: boolean): string =>
  `FAILMALLOC=nth:${nth}${persistent ? ',persistent' : ''}`

/**
 * Reads the value of FAILMALLOC; `undefined` when it is unset or empty.
 * @throws {TracemallocError} `BAD_REPLAY`
 */
export function replayed(value: string | undefined): { nth: number; persistent: boolean } | undefined {
  if (value === undefined || value === '') return undefined
  const [, nth, persistent] = /^nth:([1-9]\d*)(,persistent)?$/.exec(value) ?? []
  if (nth !== undefined) return { nth: Number(nth), persistent: persistent !== undefined }
  throw new TracemallocError(
    'BAD_REPLAY',
    `FAILMALLOC=${value} names no allocation: write FAILMALLOC=nth:17 or FAILMALLOC=nth:17,persistent, or unset it.`,
  )
}
