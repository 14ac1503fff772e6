import type { Options } from '@tracemalloc/core'
import type { Vitest } from 'vitest/node'

/** A reporter as it stands in Vitest's config, before or after Vitest resolved it. */
type ReporterEntry = readonly [name: string, options?: Options] | string | object

/**
 * The reporter's options. Vitest 3 drops those of `['tracemalloc', options]` in its config when the command line names
 * reporters; they are still in the config that Vite holds.
 */
export function reporterOptions(vitest: Vitest, given: Options): Options {
  if (Object.keys(given).length > 0) return given
  const { test } = vitest.vite.config as { test?: { reporters?: ReporterEntry | readonly ReporterEntry[] } }
  const reporters = test?.reporters
  if (!Array.isArray(reporters)) return given
  return reporters.map(optionsIn).find(options => options !== undefined) ?? given
}

function optionsIn(entry: ReporterEntry): Options | undefined {
  return Array.isArray(entry) && entry[0] === 'tracemalloc' ? entry[1] : undefined
}
