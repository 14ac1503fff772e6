import { type Command, Option } from 'commander'
import { tracesJson } from '../report/traces-json.js'
import type { Snapshot } from '../snapshot.js'
import { writeWholeFile } from '../storage/whole-file.js'
import { withProgress } from './progress.js'
import { checkOutput, loadSnapshot } from './snapshot-file.js'
import { writeStandardOutput } from './standard-output.js'

/** Each gives the text in parts. */
const formats = {
  heapprofile: (snapshot: Snapshot) => [snapshot.toHeapProfile()],
  json: tracesJson,
  folded: (snapshot: Snapshot) => [snapshot.toFolded()],
} as const

interface ExportOptions {
  readonly format: keyof typeof formats
  readonly output?: string
  readonly force?: boolean
}

/** `tracemalloc export --format FORMAT FILE` */
export function addExport(program: Command): void {
  const format = new Option('--format <format>', "for Chrome's DevTools, for programs, or for flame graphs")
  program
    .command('export')
    .description('Write a snapshot in a format that other tools read. (Tools that read pprof need no export.)')
    .argument('<file>', 'a snapshot')
    .addOption(format.choices(Object.keys(formats)).makeOptionMandatory())
    .option('-o, --output <file>', 'the file to write (default: standard output)')
    .option('--force', 'replace the file if it exists')
    .action((file: string, options: ExportOptions) => exportSnapshot(file, options))
}

function exportSnapshot(file: string, { format, output, force = false }: ExportOptions): void {
  if (output !== undefined) checkOutput(output, force)
  const snapshot = loadSnapshot(file)
  const text = withProgress(`Making ${format}`, () =>
    Buffer.concat(Array.from<string, Buffer>(formats[format](snapshot), part => Buffer.from(part))),
  )
  if (output === undefined) writeStandardOutput(text)
  else writeWholeFile(output, () => text, { force })
}
