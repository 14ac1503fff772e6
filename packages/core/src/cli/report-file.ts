import type { Command } from 'commander'
import { writeWholeFile } from '../storage/whole-file.js'
import { checkOutput } from './snapshot-file.js'
import { writeStandardOutput } from './standard-output.js'

/** Where a command writes a text. */
export interface ReportOptions {
  readonly output?: string
  readonly force?: boolean
}

/** Adds the options of every command that writes a text. */
export const addReportOptions = (command: Command): Command =>
  command
    .option('-o, --output <file>', 'the file to write (default: standard output)')
    .option('--force', 'replace the file if it exists')

/**
 * Writes a text, or bytes.
 * @throws {TracemallocError} `FILE_EXISTS`, before anything is made; `FILE_UNWRITABLE`
 */
export function writeReport({ output, force = false }: ReportOptions, make: () => string | Uint8Array): void {
  if (output !== undefined) checkOutput(output, force)
  const text = make()
  if (output === undefined) writeStandardOutput(text)
  else writeWholeFile(output, () => text, { force })
}
