import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { captureOfFile } from '../html/capture-file.js'
import { htmlPage } from '../html/page-file.js'
import { writeWholeFile } from '../storage/whole-file.js'
import { withProgress } from './progress.js'
import { checkOutput, type OutputOptions } from './snapshot-file.js'

interface HtmlOptions extends OutputOptions {
  readonly root: string
}

/** `tracemalloc html FILE… -o FILE` */
export function addHtml(program: Command): void {
  program
    .command('html')
    .description('Write a report to look at: one HTML file that needs no network.')
    .argument('<files...>', 'result files (outputFile) or snapshots; the last one is shown, compared to the first')
    .requiredOption('-o, --output <file>', 'the HTML file to write')
    .option('--force', 'replace the file if it exists')
    .option('--root <folder>', 'where the source files are, whose lines are shown', '.')
    .action((files: readonly string[], options: HtmlOptions) => writeReport(files, options))
}

function writeReport(files: readonly string[], { output, force = false, root }: HtmlOptions): void {
  checkOutput(output, force)
  const captures = files.map(file =>
    withProgress(`Reading ${basename(file)}`, () => captureOfFile(file, nameOf(file, files), resolve(root))),
  )
  withProgress(`Writing ${basename(output)}`, () => writeWholeFile(output, () => htmlPage(captures), { force }))
}

/** Its name, unless another one is called so too. */
function nameOf(file: string, files: readonly string[]): string {
  const name = basename(file)
  return files.filter(other => basename(other) === name).length === 1 ? name : file
}
