import type { Command } from 'commander'
import { addDisplayOptions, type DisplayOptions } from './display-options.js'
import { printTop } from './top.js'

/** `tracemalloc compare OLD NEW` */
export function addCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('Print the lines that have changed most between two snapshots.')
    .argument('<old>', 'a snapshot')
    .argument('<new>', 'a later one')
  addDisplayOptions(command).action((old: string, now: string, options: DisplayOptions) => printTop(options, now, old))
}
