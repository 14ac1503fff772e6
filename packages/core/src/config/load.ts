import type { ParsedOptions } from '../budget/options.js'
import { mergeGiven, parseGiven, withDefaults } from '../budget/parse.js'
import { findConfigFile } from './config-file.js'
import { withSuppressFiles } from './suppress-files.js'

/** The options that hold, and where they came from. */
export interface Config {
  readonly options: ParsedOptions
  /** Absolute path of the configuration file; empty when there is none. */
  readonly source: string
}

/**
 * Reads the configuration file of a project and merges the reporter's options over it: per key, for `budgets` per scope
 * and metric; the reporter's `overrides` come after, and so win over, the file's. Suppressions of both hold.
 * @param root Absolute folder that the search starts in.
 * @param reporterOptions What the user gave to the reporter, unchecked; `undefined`: nothing.
 * @throws {TracemallocError} `BAD_CONFIG` for a file that cannot be read, and what `parseOptions` throws.
 */
export async function loadConfig(root: string, reporterOptions?: unknown): Promise<Config> {
  const explicit = parseGiven(reporterOptions, "the reporter's options")
  const file = await findConfigFile(root)
  const given = file === undefined ? explicit : mergeGiven(parseGiven(file.value, file.name), explicit)
  return { options: withSuppressFiles(withDefaults(given), root), source: file?.path ?? '' }
}
