import type { Capture } from '@tracemalloc/core/page'

const nothing = {}

/** Makes something of a capture, and of what it is compared to, only once for each two. */
export function remembered<T>(make: (capture: Capture, old: Capture | undefined) => T): typeof make {
  const results = new WeakMap<Capture, WeakMap<object, { readonly value: T }>>()
  return (capture, old) => {
    const known = results.get(capture) ?? new WeakMap<object, { readonly value: T }>()
    results.set(capture, known)
    const found = known.get(old ?? nothing) ?? { value: make(capture, old) }
    known.set(old ?? nothing, found)
    return found.value
  }
}
