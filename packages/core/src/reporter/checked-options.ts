import type { ParsedOptions } from '../budget/options.js'
import { loadConfig } from '../config/load.js'
import { requestedEngine } from '../engine/choose.js'

/**
 * The options of a run, and with them whatever else can be checked before it starts. Its errors carry no stack of ours:
 * runners print the whole stack of what stops them, and of a mistake in the options the message says it all.
 * @param root absolute folder that the search for a configuration file starts in
 * @param given what the user gave to the reporter, unchecked
 * @throws {TracemallocError} `BAD_ENGINE`, and what `loadConfig` throws
 */
export async function checkedOptions(root: string, given: unknown): Promise<ParsedOptions> {
  try {
    requestedEngine()
    const { options } = await loadConfig(root, given)
    return options
  } catch (error) {
    if (error instanceof Error) error.stack = `${error.name}: ${error.message}`
    throw error
  }
}
