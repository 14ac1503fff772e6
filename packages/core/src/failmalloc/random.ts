/** Numbers from 0 to 1 (less than it), the same for the same seed: mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** So many of the items, in their order. */
export function sample<T>(items: readonly T[], count: number, seed: number): T[] {
  const next = random(seed)
  const drawn = items.map((item, index) => ({ item, index, lot: next() })).sort((a, b) => a.lot - b.lot)
  return drawn
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item)
}
