/**
 * Leaves values in the world of a test file, for the copies of this package that tests import there. Tests that copy or
 * compare `globalThis` do not see them.
 */
export function leaveInRealm(realm: object, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    // Files that share a worker share the realm: the next one replaces them.
    Object.defineProperty(realm, Symbol.for(`tracemalloc.${name}`), { value, configurable: true, writable: true })
  }
}
