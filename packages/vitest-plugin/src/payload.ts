import type { Payload as CorePayload } from '@tracemalloc/core'

/** What the main process provides to the workers under this key. */
export const payloadKey = 'tracemalloc'

export interface Payload extends CorePayload {
  /** `CompiledModules.folder`, where the workers' V8 can take it. */
  readonly compiled?: string | undefined
}

declare module 'vitest' {
  interface ProvidedContext {
    [payloadKey]: Payload
  }
}
