import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { TracemallocError } from '../errors.js'
import { Snapshot } from '../snapshot.js'
import { withProgress } from './progress.js'

/** What commands that write a snapshot are told. */
export interface OutputOptions {
  readonly output: string
  readonly force?: boolean
}

/** Adds the options of every command that writes a snapshot. */
export const addOutputOptions = (command: Command): Command =>
  command
    .requiredOption('-o, --output <file>', 'the snapshot to write')
    .option('--force', 'replace the file if it exists')

/** @throws {TracemallocError} as `Snapshot.load` */
export const loadSnapshot = (file: string): Snapshot =>
  withProgress(`Reading ${basename(file)}`, () => Snapshot.load(file))

/** @throws {TracemallocError} as `Snapshot.dump` */
export const saveSnapshot = (snapshot: Snapshot, { output, force = false }: OutputOptions): void =>
  withProgress(`Writing ${basename(output)}`, () => snapshot.dump(output, { force }))

/**
 * Says that an output exists before the work is done, rather than after.
 * @throws {TracemallocError} `FILE_EXISTS`
 */
export function checkOutput(file: string, force = false): void {
  if (force || !existsSync(file)) return
  throw new TracemallocError('FILE_EXISTS', `${file} exists: choose another name, or replace it with --force.`)
}
