// Taken before a test can replace it.
const { memoryUsage } = process

/** Resident bytes of the process. */
export const residentBytes: () => number = memoryUsage.rss

/**
 * Bytes outside of V8's heap that V8 counts for this isolate. Buffers that V8 has freed beside the program are still among
 * them until it makes the next one: so it makes one.
 */
export function externalBytes(): number {
  new ArrayBuffer(1)
  return memoryUsage().external
}

/** Bytes of V8's heap in use, garbage included, and those behind ArrayBuffers. */
export function memoryMoment(): { readonly heap: number; readonly buffers: number } {
  const { heapUsed, arrayBuffers } = memoryUsage()
  return { heap: heapUsed, buffers: arrayBuffers }
}
