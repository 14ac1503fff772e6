/** Bytes and the number of allocations they came in. Estimated amounts are rounded to integers. */
export interface Amount {
  readonly bytes: number
  readonly count: number
  /** Of estimated bytes: in 95 of 100 cases the truth is no further away than so many. Absent: nothing is estimated. */
  readonly error?: number
}

export const nothing: Amount = Object.freeze({ bytes: 0, count: 0 })

export const add = (a: Amount, b: Amount): Amount => withError(a.bytes + b.bytes, a.count + b.count, a, b)

export const subtract = (a: Amount, b: Amount): Amount => withError(a.bytes - b.bytes, a.count - b.count, a, b)

/** The larger of each number. */
export const largest = (a: Amount, b: Amount): Amount => ({
  bytes: Math.max(a.bytes, b.bytes),
  count: Math.max(a.count, b.count),
  ...errorOf(Math.max(a.error ?? 0, b.error ?? 0)),
})

/** Samples are drawn independently: the squares of their errors add up. */
function withError(bytes: number, count: number, a: Amount, b: Amount): Amount {
  if (a.error === undefined && b.error === undefined) return { bytes, count }
  return { bytes, count, ...errorOf(Math.hypot(a.error ?? 0, b.error ?? 0)) }
}

/** `{ error }`, or nothing without one. */
export const errorOf = (error: number): Pick<Amount, 'error'> => (error > 0 ? { error } : {})
