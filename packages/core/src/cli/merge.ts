import type { Command } from 'commander'
import { TracemallocError } from '../errors.js'
import { toJson } from '../report/json.js'
import { failsRun, reportText } from '../reporter/print.js'
import { Snapshot } from '../snapshot.js'
import { writeWholeFile } from '../storage/whole-file.js'
import { exitCode } from './exit-code.js'
import { loadShards, looksLikeResult } from './result-file.js'
import { addOutputOptions, checkOutput, loadSnapshot, type OutputOptions, saveSnapshot } from './snapshot-file.js'
import { writeStandardOutput } from './standard-output.js'
import { paintFor } from './terminal.js'

/** `tracemalloc merge FILE… -o FILE` */
export function addMerge(program: Command): void {
  const command = program
    .command('merge')
    .description(
      "Write one snapshot with the traces of many (of a program's threads and processes), or the results of a run whose " +
        'shards have left theirs. Of these it prints the report, and fails when the run is over its budget.',
    )
    .argument('<files...>', 'snapshots, or the results of all shards of a run')
  addOutputOptions(command).action((files: readonly string[], options: OutputOptions) => {
    checkOutput(options.output, options.force)
    if (areResults(files)) mergeResults(files, options)
    else saveSnapshot(Snapshot.merge(files.map(loadSnapshot)), options)
  })
}

/** @throws {TracemallocError} `MIXED_FILES` */
function areResults(files: readonly string[]): boolean {
  const results = files.filter(looksLikeResult)
  if (results.length === 0 || results.length === files.length) return results.length > 0
  const other = files.find(file => !results.includes(file))
  const message = `${results[0]} has results, and ${other} has not: merge either snapshots or results.`
  throw new TracemallocError('MIXED_FILES', message)
}

function mergeResults(files: readonly string[], { output, force = false }: OutputOptions): void {
  const run = loadShards(files)
  writeWholeFile(output, () => toJson(run), { force })
  writeStandardOutput(`${reportText(run, [], paintFor(process.stdout))}\n`)
  if (failsRun(run)) process.exitCode = exitCode.failure
}
