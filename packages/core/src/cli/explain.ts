import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { defaultLimits } from '../budget/explain-options.js'
import { TracemallocError } from '../errors.js'
import { parseCount } from './display-options.js'
import { parseDuration } from './duration.js'
import { parseFrames } from './parse-frames.js'
import { addressWith, type ExplainSettings } from './run-settings.js'
import { checkScript, runScript } from './script-process.js'
import { hasColours } from './terminal.js'

interface ExplainCommandOptions {
  readonly top: number
  readonly frames: number
  readonly after?: number
  readonly timeout: number
  readonly maxNodes: number
}

const help = `
FILE:LINE is one line; without it, the lines that have most memory are explained. It is told on standard error when the
script ends, and each time that the process is sent SIGUSR2. A snapshot on disk has no objects, so nobody can tell.`

/** `tracemalloc explain [FILE:LINE] SCRIPT …` */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('Run a script, and tell who holds the memory that its lines have allocated.')
    .usage('[options] [FILE:LINE] <script> [args...]')
    .argument('<script>', 'what node would run')
    .argument('[args...]', 'its arguments, passed on as they are')
    .passThroughOptions()
    .option('--top <number>', 'lines to explain without FILE:LINE', parseCount, 3)
    .option('--after <time>', 'tell while it runs as well, after this time: 500ms, 10s, 5m', parseDuration)
    .option('--frames <number>', 'frames to keep of each traceback', parseFrames, 8)
    .option('--timeout <time>', 'stop looking after this time', parseDuration, defaultLimits.timeout)
    .option('--max-nodes <number>', 'do not look on a heap with more objects', parseCount, defaultLimits.maxNodes)
    .addHelpText('after', help)
    .action((first: string, rest: readonly string[], options: ExplainCommandOptions) => explain(first, rest, options))
}

async function explain(first: string, rest: readonly string[], options: ExplainCommandOptions): Promise<void> {
  const site = siteOf(first)
  const [script = '', ...args] = site ? rest : [first, ...rest]
  if (site && script === '') throw noScript(first)
  checkHasObjects(script)
  checkScript(script)
  const { top, frames, after, timeout, maxNodes } = options
  const settings: ExplainSettings = {
    top,
    frames,
    limits: { timeout, maxNodes },
    parent: process.pid,
    colours: hasColours(process.stderr),
    ...(site && { site }),
    ...(after !== undefined && { after }),
  }
  await runScript(addressWith(new URL('./explained-script.js', import.meta.url), settings), script, args)
}

function siteOf(text: string): ExplainSettings['site'] {
  const [, file, line] = /^(.+):([1-9]\d{0,8})$/s.exec(text) ?? []
  return file === undefined || isFile(text) ? undefined : { filename: resolve(file), lineno: Number(line) }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

const noScript = (site: string): TracemallocError =>
  new TracemallocError(
    'FILE_MISSING',
    `Which script allocates at ${site}? Write it after that: tracemalloc explain ${site} app.js`,
  )

/** @throws {TracemallocError} `NOT_LIVE` for what is no program but a file of ours */
function checkHasObjects(script: string): void {
  if (!/\.(?:gz|pb|json)$/.test(script) || !isFile(script)) return
  const message =
    `${script} is a file with numbers: the objects themselves, and who holds them, were known only to the process that ` +
    'wrote it. Explain them while it runs: tracemalloc explain [FILE:LINE] app.js'
  throw new TracemallocError('NOT_LIVE', message)
}
