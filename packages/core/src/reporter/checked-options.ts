import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ParsedOptions } from '../budget/options.js'
import { loadConfig } from '../config/load.js'
import { requestedEngine } from '../engine/choose.js'
import { TracemallocError } from '../errors.js'
import { reasonOf } from '../storage/whole-file.js'

/**
 * The options of a run, and with them whatever else can be checked before it starts. Its errors carry no stack of ours:
 * runners print the whole stack of what stops them, and of a mistake in the options the message says it all.
 * @param root absolute folder that the search for a configuration file starts in
 * @param given what the user gave to the reporter, unchecked
 * @throws {TracemallocError} `BAD_ENGINE`, `OUTPUT_FILE`, and what `loadConfig` throws
 */
export async function checkedOptions(root: string, given: unknown): Promise<ParsedOptions> {
  try {
    requestedEngine()
    const { options } = await loadConfig(root, given)
    if (options.profiles) makeFolder(resolve(root, options.profiles.folder))
    return options
  } catch (error) {
    if (error instanceof Error) error.stack = `${error.name}: ${error.message}`
    throw error
  }
}

/** Here, because workers, which write into it, could only say so afterwards. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    const message = `Profiles cannot be written to ${folder}: ${reasonOf(cause)}. Set profiles to a folder that can be made.`
    throw new TracemallocError('OUTPUT_FILE', message, { cause })
  }
}
