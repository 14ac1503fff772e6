import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSummary, annotations } from '../reporter/github.js'
import { loadRun, resultsArgument } from './result-file.js'
import { writeStandardOutput } from './standard-output.js'

interface GithubCommandOptions {
  readonly root: string
  readonly title?: string
}

/** `tracemalloc github RESULTS…` */
export function addGithub(program: Command): void {
  program
    .command('github')
    .description('Annotate on GitHub what fails a run, and add the run to the summary of the job.')
    .argument(...resultsArgument)
    .option('--root <folder>', 'what the files of the run are relative to', '.')
    .option('--title <text>', 'the title in the summary')
    .action((results: readonly string[], { root, ...options }: GithubCommandOptions) => {
      const run = loadRun(results)
      const given = { ...options, root: resolve(root) }
      const lines = annotations(run, given)
      if (lines !== '') writeStandardOutput(`${lines}\n`)
      addSummary(run, given)
    })
}
