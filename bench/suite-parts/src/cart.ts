import { Emitter } from './emitter.js'
import { Money } from './money.js'

export interface Item {
  readonly id: string
  readonly name: string
  readonly price: Money
  readonly tags: readonly string[]
}

export class Cart extends Emitter<{ added: Item; removed: string }> {
  readonly #lines = new Map<string, { item: Item; quantity: number }>()

  add(item: Item, quantity = 1): this {
    const line = this.#lines.get(item.id)
    this.#lines.set(item.id, { item, quantity: (line?.quantity ?? 0) + quantity })
    this.emit('added', item)
    return this
  }

  remove(id: string): boolean {
    const removed = this.#lines.delete(id)
    if (removed) this.emit('removed', id)
    return removed
  }

  total(discount: (item: Item) => number = () => 0): Money {
    let sum = new Money(0)
    for (const { item, quantity } of this.#lines.values())
      sum = sum.plus(item.price.times(quantity * (1 - discount(item))))
    return sum
  }

  byTag(): Map<string, Item[]> {
    const groups = new Map<string, Item[]>()
    for (const { item } of this.#lines.values()) {
      for (const tag of item.tags) groups.set(tag, [...(groups.get(tag) ?? []), item])
    }
    return groups
  }

  get size(): number {
    return this.#lines.size
  }
}
