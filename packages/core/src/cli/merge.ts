import type { Command } from 'commander'
import { Snapshot } from '../snapshot.js'
import { addOutputOptions, checkOutput, loadSnapshot, type OutputOptions, saveSnapshot } from './snapshot-file.js'

/** `tracemalloc merge FILE… -o FILE` */
export function addMerge(program: Command): void {
  const command = program
    .command('merge')
    .description("Write one snapshot with the traces of many: of a program's threads and processes.")
    .argument('<files...>', 'snapshots')
  addOutputOptions(command).action((files: readonly string[], options: OutputOptions) => {
    checkOutput(options.output, options.force)
    saveSnapshot(Snapshot.merge(files.map(loadSnapshot)), options)
  })
}
