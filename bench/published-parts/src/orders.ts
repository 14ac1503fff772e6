// Data as an application has it, the same for the same seed.
export interface Order {
  readonly id: number
  readonly customer: { readonly name: string; readonly email: string; readonly tags: readonly string[] }
  readonly items: readonly { readonly sku: string; readonly count: number; readonly price: number }[]
  readonly note: string | null
  readonly paid: boolean
}

const words = ['oak', 'river', 'lamp', 'north', 'copper', 'sail', 'quiet', 'ember', 'field', 'tin']

export function orders(seed: number, count: number): Order[] {
  let state = seed + 1
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
  const word = (): string => words[below(words.length)] as string
  const list = <T>(most: number, make: () => T): T[] => Array.from({ length: 1 + below(most) }, make)
  return Array.from({ length: count }, (_, id) => ({
    id,
    customer: { name: `${word()} ${word()}`, email: `${word()}@${word()}.example`, tags: list(4, word) },
    items: list(6, () => ({ sku: `${word()}-${below(1000)}`, count: 1 + below(9), price: below(10_000) / 100 })),
    note: below(3) === 0 ? null : list(8, word).join(' '),
    paid: below(2) === 0,
  }))
}
