import { createRequire } from 'node:module'

/**
 * The library, loaded when a snapshot is first written or read: most programs and tests that import this package never do
 * so, and what it allocates would stand in the reports of those that do. `require`, because dumping is synchronous.
 */
export const pprofFormat = (): typeof import('pprof-format') => require('pprof-format')

const require = createRequire(import.meta.url)
