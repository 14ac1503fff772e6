/**
 * Turns accessors of errors into data. From Node 21 on an error's own `stack` is an accessor, and the functions behind it
 * belong to the realm that made the error: Jest's results, which hold the errors of failing tests, would keep it alive.
 */
export function makeErrorsPlain(value: unknown, seen = new Set<object>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    const known = descriptor.get ? Reflect.get(value, key) : descriptor.value
    if (descriptor.get && descriptor.configurable) {
      Object.defineProperty(value, key, { ...flags(descriptor), value: known })
    }
    makeErrorsPlain(known, seen)
  }
}

const flags = ({ enumerable = false }: PropertyDescriptor): PropertyDescriptor => ({
  enumerable,
  configurable: true,
  writable: true,
})
