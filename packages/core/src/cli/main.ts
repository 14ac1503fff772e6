import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { TracemallocError } from '../errors.js'
import { addBaseline } from './baseline.js'
import { addCompare } from './compare.js'
import { addDoctor } from './doctor.js'
import { exitCode, exitCodeHelp } from './exit-code.js'
import { addExplain } from './explain.js'
import { addExport } from './export.js'
import { addFilter } from './filter.js'
import { addGithub } from './github.js'
import { addHtml } from './html.js'
import { addJunit } from './junit.js'
import { addMarkdown } from './markdown.js'
import { addMerge } from './merge.js'
import { addRun } from './run.js'
import { leaveWhenUnwritable } from './standard-output.js'
import { addTop } from './top.js'

/**
 * The command `tracemalloc`. Sets `process.exitCode`.
 * @param args without Node and the script
 */
export async function main(args: readonly string[]): Promise<void> {
  leaveWhenUnwritable()
  try {
    await program().parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = codeOf(error)
  }
}

function program(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const command = new Command('tracemalloc')
    .description('Which line of a JavaScript program allocated the memory that is still alive?')
    .version(version)
    .enablePositionalOptions()
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', exitCodeHelp)
    .exitOverride()
  for (const add of [
    addRun,
    addTop,
    addExplain,
    addCompare,
    addFilter,
    addMerge,
    addExport,
    addHtml,
    addBaseline,
    addMarkdown,
    addJunit,
    addGithub,
    addDoctor,
  ])
    add(command)
  return command
}

function codeOf(error: unknown): number {
  // What commander has to say, it has said.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage
  if (!(error instanceof TracemallocError)) throw error
  process.stderr.write(`tracemalloc: ${error.message}\n`)
  return exitCode.failure
}
