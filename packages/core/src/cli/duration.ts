import { InvalidArgumentError } from 'commander'

const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Timers take no more. */
const longest = 2 ** 31 - 1

/**
 * Milliseconds of `500ms`, `10s`, `1.5m`, `1h`.
 * @throws {InvalidArgumentError} for anything else: without a unit, 0, longer than 24 days
 */
export function parseDuration(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const milliseconds = Math.round(Number(number) * (unitMilliseconds[unit] ?? 0))
  if (milliseconds >= 1 && milliseconds <= longest) return milliseconds
  throw new InvalidArgumentError('Write a time with its unit, up to 24 days: 500ms, 10s, 5m, 1h.')
}
