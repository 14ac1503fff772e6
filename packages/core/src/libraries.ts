import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * Libraries that most programs and tests which load this package never need. They are loaded on first use: every worker of
 * a test run would pay for them, and what loading them allocates would stand in reports. `require`, because it is
 * synchronous.
 */
const library =
  <Library>(name: string) =>
  (): Library =>
    require(name)

/** Names of files that are written; it takes 3 ms to load, as it brings in Node's streams. */
export const crypto = library<typeof import('node:crypto')>('node:crypto')

/** Snapshots on disk. */
export const zlib = library<typeof import('node:zlib')>('node:zlib')

/** V8's sampler; it brings in half of Node's worker threads. */
export const inspector = library<typeof import('node:inspector')>('node:inspector')

/** Snapshots on disk. */
export const pprofFormat = library<typeof import('pprof-format')>('pprof-format')

/** Source maps on disk. */
export const traceMapping = library<typeof import('@jridgewell/trace-mapping')>('@jridgewell/trace-mapping')

/** Globs of `overrides` and `ignore`. */
export const picomatch = library<typeof import('picomatch')>('picomatch')

/** “Did you mean”. */
export const levenshtein = library<typeof import('fastest-levenshtein')>('fastest-levenshtein')

/** The schema of results. */
export const ajv = library<typeof import('ajv/dist/2020.js')>('ajv/dist/2020.js')
