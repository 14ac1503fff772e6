import { TracemallocError } from './errors.js'

/** Bytes as a number, or text such as `'4 MiB'`. */
export type Size = number | string

const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  KiB: 1024,
  MB: 1e6,
  MiB: 1024 ** 2,
  GB: 1e9,
  GiB: 1024 ** 3,
  TB: 1e12,
  TiB: 1024 ** 4,
}

// `~` and `+` because reports print them: what is printed can be pasted into a budget.
const sizePattern = /^~?\+?(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z]*)$/

/**
 * Prints bytes by CPython's rule: walking B, KiB, MiB, GiB, TiB, the first unit in which the number is below 100 (one
 * decimal; never in B) or below 10240 (no decimals).
 * @param bytes Need not be whole: averages are not.
 * @param sign Whether positive numbers and 0 carry a `+`.
 */
export function formatSize(bytes: number, sign = false): string {
  let size = Math.abs(bytes)
  const prefix = bytes < 0 ? '-' : sign ? '+' : ''
  for (const unit of ['B', 'KiB', 'MiB', 'GiB']) {
    if (size < 100 && unit !== 'B') return `${prefix}${roundHalfEven(size, 1)} ${unit}`
    if (size < 10 * 1024) return `${prefix}${roundHalfEven(size, 0)} ${unit}`
    size /= 1024
  }
  return `${prefix}${roundHalfEven(size, size < 100 ? 1 : 0)} TiB`
}

/**
 * Reads a size. Units: B, kB or KB (1000), KiB (1024), MB, MiB, GB, GiB, TB, TiB; decimals and one blank are allowed; a
 * number without a unit is bytes. Everything that `formatSize` prints for a size that is not negative parses back.
 * @param where What the size belongs to, for the message: `budgets.test.retained in tracemalloc.config.json`.
 * @returns Bytes, rounded to a whole number.
 * @throws {TracemallocError} `BAD_SIZE` for anything else: other units, negative, NaN, infinite, empty.
 */
export function parseSize(size: unknown, where: string): number {
  const bytes = typeof size === 'number' ? size : typeof size === 'string' ? parseText(size) : Number.NaN
  if (Number.isFinite(bytes) && bytes >= 0) return Math.round(bytes)
  throw new TracemallocError(
    'BAD_SIZE',
    `${where} is ${show(size)}, which is not a size. ` +
      "Write bytes as a number, or add a unit (B, kB, KiB, MB, MiB, GB, GiB, TB, TiB): 4096, '512 KiB', '1.5 MB'.",
  )
}

function parseText(text: string): number {
  const [, digits, unit] = sizePattern.exec(text.trim()) ?? []
  if (digits === undefined || unit === undefined) return Number.NaN
  return Number(digits) * (unit === '' ? 1 : Object.hasOwn(unitBytes, unit) ? (unitBytes[unit] as number) : Number.NaN)
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
    ? `some ${typeof value}`
    : String(value)
}

/** As C's printf and CPython do. `toFixed` rounds ties up: 204.5 B would print another average than CPython's. */
function roundHalfEven(value: number, decimals: 0 | 1): string {
  const rounded = value.toFixed(decimals)
  // Exactly between two results are only .5 (no decimals), .25 and .75 (one decimal); .75 rounds up to .8 anyway.
  if (decimals === 1) return value % 1 === 0.25 ? (value - 0.05).toFixed(1) : rounded
  return value % 2 === 0.5 ? Math.floor(value).toFixed(0) : rounded
}
