import type { Command } from 'commander'
import { formatTop } from '../report/top.js'
import { addDisplayOptions, type DisplayOptions } from './display-options.js'
import { blockOf } from './moment.js'
import { withProgress } from './progress.js'
import { loadSnapshot } from './snapshot-file.js'
import { writeStandardOutput } from './standard-output.js'
import { paintFor } from './terminal.js'

/** `tracemalloc top FILE` */
export function addTop(program: Command): void {
  const command = program
    .command('top')
    .description('Print the lines that have most memory in a snapshot.')
    .argument('<file>', 'a snapshot')
  addDisplayOptions(command).action((file: string, options: DisplayOptions) => printTop(options, file))
}

/** Prints the rows of a snapshot or, when there is an older one, what has changed since. */
export function printTop(options: DisplayOptions, file: string, oldFile?: string): void {
  const old = oldFile === undefined ? undefined : { name: oldFile, snapshot: loadSnapshot(oldFile) }
  const now = { name: file, snapshot: loadSnapshot(file) }
  const block = withProgress('Adding up', () => blockOf(now, options, old))
  const text = formatTop(block, { top: options.top, root: process.cwd(), paint: paintFor(process.stdout) })
  writeStandardOutput(`${text}\n`)
}
