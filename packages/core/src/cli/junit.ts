import type { Command } from 'commander'
import { formatJunit } from '../report/junit.js'
import { addReportOptions, type ReportOptions, writeReport } from './report-file.js'
import { loadRun, resultsArgument } from './result-file.js'

/** `tracemalloc junit RESULTS…` */
export function addJunit(program: Command): void {
  const command = program
    .command('junit')
    .description('Write a run as JUnit XML, with the memory of each test as its properties.')
    .argument(...resultsArgument)
  addReportOptions(command).action((results: readonly string[], output: ReportOptions) =>
    writeReport(output, () => formatJunit(loadRun(results))),
  )
}
