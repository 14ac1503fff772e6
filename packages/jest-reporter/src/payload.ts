import type { Payload } from '@tracemalloc/core'

/** Workers get it with their environment: a change of the configuration would be a part of the transform cache's key. */
const variable = 'TRACEMALLOC_JEST'

/** What the main process sends; the project is a part of the configuration that Jest sends. */
interface Sent extends Omit<Payload, 'project'> {
  /** Absolute path of the `@jest/transform` that Jest uses. */
  readonly transform: string
}

export const sendPayload = (payload: Sent): void => {
  process.env[variable] = JSON.stringify(payload)
}

export const receivePayload = (): Sent => JSON.parse(process.env[variable] ?? '') as Sent
