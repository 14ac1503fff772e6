import { resolve } from 'node:path'
import type { Command } from 'commander'
import { writeWholeFile } from '../storage/whole-file.js'
import { addDisplayOptions, type DisplayOptions } from './display-options.js'
import { parseDuration } from './duration.js'
import { parseFrames } from './parse-frames.js'
import { addressWith, type RunSettings } from './run-settings.js'
import { checkScript, runScript } from './script-process.js'
import { checkOutput } from './snapshot-file.js'
import { hasColours } from './terminal.js'

interface RunOptions extends DisplayOptions {
  readonly frames?: number
  readonly every?: number
  readonly output?: string
  readonly force?: boolean
}

/** `tracemalloc run SCRIPT …` */
export function addRun(program: Command): void {
  const command = program
    .command('run')
    .description('Run a script, and print the lines that have most memory when it ends.')
    .argument('<script>', 'what node would run')
    .argument('[args...]', 'its arguments, passed on as they are')
    .passThroughOptions()
    .addHelpText('after', '\nNODE_TRACEMALLOC_DUMP=heap-%p.pb.gz writes snapshots: when it ends, and on SIGUSR2.')
    .option(
      '--frames <number>',
      'frames to keep of each traceback (default: 1; 8 for tracebacks and --cumulative)',
      parseFrames,
    )
    .option('--every <time>', 'print while it runs as well, compared to the last time: 500ms, 10s, 5m', parseDuration)
    .option('-o, --output <file>', 'print to a file (default: standard error)')
    .option('--force', 'replace the file if it exists')
  addDisplayOptions(command).action((script: string, args: readonly string[], options: RunOptions) =>
    run(script, args, options),
  )
}

async function run(script: string, args: readonly string[], options: RunOptions): Promise<void> {
  checkScript(script)
  const preloaded = addressWith(new URL('./traced-script.js', import.meta.url), prepare(options))
  await runScript(preloaded, script, args)
}

function prepare({ output, force = false, frames, groupBy, cumulative = false, ...rest }: RunOptions): RunSettings {
  const needsTracebacks = groupBy === 'traceback' || cumulative
  const settings = { ...rest, groupBy, cumulative, frames: frames ?? (needsTracebacks ? 8 : 1), parent: process.pid }
  if (output === undefined) return { ...settings, colours: hasColours(process.stderr) }
  checkOutput(output, force)
  // Now, because nobody would see later that it cannot be written. Blocks are added to it.
  writeWholeFile(output, () => '', { force })
  return { ...settings, colours: false, output: resolve(output) }
}
