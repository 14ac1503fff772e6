import type { HandleTestEvent } from './circus.js'

/** The part of Jest's test environment that is used here. */
export interface Environment {
  readonly global: typeof globalThis
  handleTestEvent?: HandleTestEvent
  teardown(): Promise<void>
  /** Makes mocks. What undoes its spies is in a set of its own. */
  readonly moduleMocker?: { readonly _spyState?: unknown } | null
}

/** The part of Jest's runtime that is used here. */
export interface Runtime {
  /** The source maps of the modules that were transformed, by path. */
  getSourceMaps(): Map<string, string>
}
