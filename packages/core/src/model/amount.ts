/** Bytes and the number of allocations they came in. Estimated amounts (sampled mode) are rounded to integers. */
export interface Amount {
  readonly bytes: number
  readonly count: number
}

export const nothing: Amount = Object.freeze({ bytes: 0, count: 0 })

export const add = (a: Amount, b: Amount): Amount => ({ bytes: a.bytes + b.bytes, count: a.count + b.count })

export const subtract = (a: Amount, b: Amount): Amount => ({ bytes: a.bytes - b.bytes, count: a.count - b.count })

/** The larger of each number. */
export const largest = (a: Amount, b: Amount): Amount => ({
  bytes: Math.max(a.bytes, b.bytes),
  count: Math.max(a.count, b.count),
})
