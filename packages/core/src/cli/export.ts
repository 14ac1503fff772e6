import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { speedscope } from '../report/speedscope.js'
import { tracesJson } from '../report/traces-json.js'
import type { Snapshot } from '../snapshot.js'
import { withProgress } from './progress.js'
import { addReportOptions, type ReportOptions, writeReport } from './report-file.js'
import { loadSnapshot } from './snapshot-file.js'

/** Each gives the text in parts. */
const formats = {
  heapprofile: (snapshot: Snapshot) => [snapshot.toHeapProfile()],
  json: tracesJson,
  folded: (snapshot: Snapshot) => [snapshot.toFolded()],
  speedscope: (snapshot: Snapshot, name: string) => [speedscope(snapshot.data.table, name)],
} as const

interface ExportOptions extends ReportOptions {
  readonly format: keyof typeof formats
}

/** `tracemalloc export --format FORMAT FILE` */
export function addExport(program: Command): void {
  const format = new Option(
    '--format <format>',
    "for Chrome's DevTools, for programs, for flame graphs, or for speedscope",
  )
  const command = program
    .command('export')
    .description('Write a snapshot in a format that other tools read. (Tools that read pprof need no export.)')
    .argument('<file>', 'a snapshot')
    .addOption(format.choices(Object.keys(formats)).makeOptionMandatory())
  addReportOptions(command).action((file: string, options: ExportOptions) => exportSnapshot(file, options))
}

const exportSnapshot = (file: string, { format, ...output }: ExportOptions): void =>
  writeReport(output, () => {
    const snapshot = loadSnapshot(file)
    return withProgress(`Making ${format}`, () =>
      Buffer.concat(Array.from<string, Buffer>(formats[format](snapshot, basename(file)), part => Buffer.from(part))),
    )
  })
