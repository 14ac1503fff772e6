import type { Payload } from '@tracemalloc/core'

/** What the main process provides to the workers under this key. */
export const payloadKey = 'tracemalloc'

export type { Payload } from '@tracemalloc/core'

declare module 'vitest' {
  interface ProvidedContext {
    [payloadKey]: Payload
  }
}
