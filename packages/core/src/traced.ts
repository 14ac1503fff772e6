import type { Tracing } from './tracing.js'

/**
 * The API's only state. A module of its own, which is not bundled: all entries of the package must have the same one
 * (`scripts/bundle.mjs`).
 */
export const traced: { now?: Tracing | undefined } = {}
