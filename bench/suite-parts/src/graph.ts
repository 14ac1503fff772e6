export class Graph {
  readonly #edges = new Map<string, Map<string, number>>()

  connect(from: string, to: string, cost: number): this {
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      const edges = this.#edges.get(a) ?? new Map<string, number>()
      edges.set(b, cost)
      this.#edges.set(a, edges)
    }
    return this
  }

  shortest(from: string, to: string): { cost: number; path: string[] } {
    const open = new Map([[from, { cost: 0, path: [from] }]])
    const done = new Set<string>()
    while (open.size > 0) {
      const [name, best] = [...open].reduce((a, b) => (b[1].cost < a[1].cost ? b : a))
      if (name === to) return best
      open.delete(name)
      done.add(name)
      for (const [next, cost] of this.#edges.get(name) ?? []) {
        const known = open.get(next)
        if (done.has(next) || (known && known.cost <= best.cost + cost)) continue
        open.set(next, { cost: best.cost + cost, path: [...best.path, next] })
      }
    }
    return { cost: Number.POSITIVE_INFINITY, path: [] }
  }
}
