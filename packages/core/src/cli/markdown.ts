import { resolve } from 'node:path'
import type { Command } from 'commander'
import { formatMarkdown } from '../report/markdown.js'
import { sourceLinks } from '../reporter/github.js'
import { addReportOptions, type ReportOptions, writeReport } from './report-file.js'
import { loadRun, resultsArgument } from './result-file.js'

interface MarkdownCommandOptions extends ReportOptions {
  readonly root: string
  readonly title?: string
}

/** `tracemalloc markdown RESULTS…` */
export function addMarkdown(program: Command): void {
  const command = program
    .command('markdown')
    .description('Write a run in Markdown: to post as a comment.')
    .argument(...resultsArgument)
    .option('--root <folder>', 'what the files of the run are relative to, for links on GitHub', '.')
    .option('--title <text>', 'the title')
  addReportOptions(command).action((results: readonly string[], { root, title, ...output }: MarkdownCommandOptions) =>
    writeReport(output, () => {
      const link = sourceLinks(resolve(root))
      return formatMarkdown(loadRun(results), { link, ...(title !== undefined && { title }) })
    }),
  )
}
