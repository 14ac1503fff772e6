import type { Options } from '@tracemalloc/core'
import type { Vitest } from 'vitest/node'

/** The part of Vite's plugin type that is used. */
export interface TracemallocPlugin {
  readonly name: 'tracemalloc'
  configureVitest(context: { readonly vitest: Vitest }): void
}

type Entry = [name: string, options: Options]

/**
 * Adds the reporter as a Vite plugin, so that it is there whatever `--reporter` says:
 * `plugins: [tracemalloc({ budgets: … })]`. With `--reporter tracemalloc` as well, there is still one reporter.
 */
export default function tracemalloc(options: Options = {}): TracemallocPlugin {
  return {
    name: 'tracemalloc',
    configureVitest({ vitest }) {
      const reporters = vitest.config.reporters as unknown[]
      const index = reporters.findIndex(entry => Array.isArray(entry) && entry[0] === 'tracemalloc')
      const known = reporters[index] as Entry | undefined
      if (known === undefined) reporters.push(['tracemalloc', options] satisfies Entry)
      else reporters[index] = ['tracemalloc', { ...options, ...known[1] }] satisfies Entry
    },
  }
}
