import type { ParsedOptions } from '@tracemalloc/core'

/** What the main process provides to the workers under this key: plain JSON. */
export const payloadKey = 'tracemalloc'

export interface Payload {
  /** Absolute: the root of the run, which all reported paths are relative to, whatever a project's own root is. */
  readonly root: string
  /** The name of the project that the worker runs a file of; empty without one. */
  readonly project: string
  readonly options: ParsedOptions
}

declare module 'vitest' {
  interface ProvidedContext {
    [payloadKey]: Payload
  }
}
