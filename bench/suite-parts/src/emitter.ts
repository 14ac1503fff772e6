type Listener<T> = (value: T) => void

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    listeners.add(listener as Listener<never>)
    this.#listeners.set(name, listeners)
    return () => listeners.delete(listener as Listener<never>)
  }

  emit<Name extends keyof Events>(name: Name, value: Events[Name]): number {
    const listeners = [...(this.#listeners.get(name) ?? [])]
    for (const listener of listeners) (listener as Listener<Events[Name]>)(value)
    return listeners.length
  }
}
