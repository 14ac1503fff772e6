const kinds = ['lamp', 'chair', 'table', 'shelf', 'clock', 'mirror', 'carpet', 'vase']
const materials = ['oak', 'pine', 'steel', 'brass', 'glass', 'wool', 'clay', 'linen']

/** What the shop sells. Loaded once, and kept on purpose. */
export class Catalogue {
  #products = []

  constructor(size = 400) {
    for (let id = 0; id < size; id++) {
      const material = materials[id % materials.length]
      const kind = kinds[(id >> 3) % kinds.length]
      this.#products.push({ id, name: `${material} ${kind} no. ${id}`, cents: 1_000 + ((id * 7_919) % 90_000) })
    }
  }

  search(words) {
    return this.#products.filter(({ name }) => words.every(word => name.includes(word)))
  }
}
