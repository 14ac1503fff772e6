// Taken before a test can replace it.
const { memoryUsage } = process

/** Resident bytes of the process. */
export const residentBytes: () => number = memoryUsage.rss

/** Bytes outside of V8's heap that V8 counts for this isolate. */
export const externalBytes = (): number => memoryUsage().external
