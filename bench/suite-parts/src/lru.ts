export class Lru<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  hits = 0
  misses = 0

  constructor(readonly capacity: number) {}

  get(key: Key, make: (key: Key) => Value): Value {
    const found = this.#entries.get(key)
    if (found !== undefined) {
      this.hits++
      this.#entries.delete(key)
      this.#entries.set(key, found)
      return found
    }
    this.misses++
    const made = make(key)
    this.#entries.set(key, made)
    if (this.#entries.size > this.capacity) {
      const [oldest] = this.#entries.keys()
      this.#entries.delete(oldest as Key)
    }
    return made
  }

  keys(): Key[] {
    return [...this.#entries.keys()]
  }
}
