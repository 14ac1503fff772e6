import type { Options } from '@tracemalloc/core'
import { requireOfJest } from './jest-core.js'

/** The part of `jest-config` that is used. */
interface JestConfig {
  readInitialOptions(config?: string): Promise<{ config: { reporters?: readonly ReporterEntry[] } }>
}

type ReporterEntry = string | readonly [name: string, options?: Options]

/**
 * The reporter's options. Jest drops those of `['jest-tracemalloc', options]` in its configuration when the command line
 * names reporters; they are still in the configuration file.
 */
export async function reporterOptions(root: string, given: Options): Promise<Options> {
  if (Object.keys(given).length > 0) return given
  try {
    const { readInitialOptions } = requireOfJest(root)('jest-config') as JestConfig
    const { config } = await readInitialOptions(configArgument(process.argv))
    return config.reporters?.map(optionsIn).find(options => options !== undefined) ?? given
  } catch {
    // No such file, or one that Jest has read in another way than this: then the options stand elsewhere or nowhere.
    return given
  }
}

/** What the command line says of the configuration: `--config=x`, `--config x`, `-c x`. */
export function configArgument(argv: readonly string[]): string | undefined {
  const index = argv.findIndex(argument => /^(--config|-c)(=|$)/.test(argument))
  if (index === -1) return undefined
  const [, value] = /^[^=]*=(.*)$/s.exec(argv[index] ?? '') ?? []
  return value ?? argv[index + 1]
}

function optionsIn(entry: ReporterEntry): Options | undefined {
  return Array.isArray(entry) && /(^|[\\/])jest-tracemalloc([\\/]|$)/.test(entry[0]) ? entry[1] : undefined
}
