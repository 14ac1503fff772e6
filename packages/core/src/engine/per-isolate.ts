import v8 from 'node:v8'

/**
 * One value per isolate, whichever copy of this module asks: the first one makes it.
 *
 * An isolate can have several copies of this package: Jest and Vitest's vm pools load it once more for each test file's
 * context, and Vitest transforms linked packages. A test that calls the API must still find the tracer that its runner
 * has started, or it would stop that with its own. What all copies have in common are Node's modules: those that are
 * objects of the isolate, and not of a context. (Jest copies `process`, and contexts have a `globalThis` each.) This can
 * go when runners share modules between contexts.
 * @param name Of the value. What is under one name must fit all versions of this package, or the name must change.
 */
export function perIsolate<T>(name: string, make: () => T): T {
  const values = v8 as unknown as Record<symbol, T | undefined>
  const key = Symbol.for(`tracemalloc ${name}`)
  const value = values[key] ?? make()
  values[key] = value
  return value
}
