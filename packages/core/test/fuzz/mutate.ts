/** Draws from what a seed gives. */
export class Dice {
  constructor(readonly next: () => number) {}

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  oneOf<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }
}

/** Bytes with a few changes: flipped, set, cut off, left out, doubled. */
export function mutateBytes(bytes: Uint8Array, dice: Dice): Buffer {
  let mutated = Buffer.from(bytes)
  for (let changes = 1 + dice.below(4); changes > 0; changes--) {
    const at = dice.below(mutated.length)
    const end = at + dice.below(20)
    const kind = dice.below(6)
    if (kind < 2) mutated[at] = (mutated[at] ?? 0) ^ (1 << dice.below(8))
    else if (kind === 2) mutated[at] = dice.oneOf([0, 1, 0x7f, 0x80, 0xff])
    else if (kind === 3) mutated = mutated.subarray(0, dice.below(8) === 0 ? at : mutated.length)
    else if (kind === 4) mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(end)])
    else mutated = Buffer.concat([mutated.subarray(0, end), mutated.subarray(at)])
  }
  return mutated
}

const oddities: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  -0,
  2 ** 53,
  '',
  'x'.repeat(10_000),
  '\u0000\uD800\u2028',
  '__proto__',
  '../../../../etc/passwd',
  [],
  {},
  [[[[]]]],
  { constructor: { prototype: {} } },
]

/** A new one, as the next change may be made in it. */
const oddity = (dice: Dice): unknown => structuredClone(dice.oneOf(oddities))

/** A copy of a JSON value in which one place, or a few, has something else, is missing, or is there twice. */
export function mutateJson(value: unknown, dice: Dice): unknown {
  const mutated: unknown = structuredClone(value)
  for (let changes = 1 + dice.below(3); changes > 0; changes--) {
    const holders = holdersIn(mutated)
    if (holders.length === 0) return oddity(dice)
    change(dice.oneOf(holders), dice)
  }
  return mutated
}

type Holder = Record<string, unknown>

/** All objects and arrays that are not empty. */
function holdersIn(value: unknown): Holder[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(holdersIn)
  return Object.keys(value).length > 0 ? [value as Holder, ...inner] : inner
}

function change(holder: Holder, dice: Dice): void {
  const key = dice.oneOf(Object.keys(holder))
  const kind = dice.below(4)
  // An array without the element, not with a hole, which JSON has none of.
  if (kind === 0 && Array.isArray(holder)) holder.splice(Number(key), 1)
  else if (kind === 0) delete holder[key]
  else if (kind === 1) holder[key] = structuredClone(holder[dice.oneOf(Object.keys(holder))])
  else if (kind === 2 && Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]))
  else holder[key] = oddity(dice)
}
