import pc from 'picocolors'
import type { ParsedOptions } from '../budget/options.js'
import type { RunResult, Scope } from '../model/result.js'
import { toJson } from '../report/json.js'
import { ciRun } from './ci-run.js'
import type { Collected } from './collected.js'
import { type BaselineUpdate, compareRun } from './compare-run.js'
import { addSummary, annotations, isGithub } from './github.js'
import { writeOutputFile } from './output-file.js'
import { failsRun, reportText } from './print.js'
import { runResult } from './run-result.js'

/** A run that has ended. */
export interface EndedRun {
  readonly collected: Collected
  readonly options: ParsedOptions
  readonly runner: RunResult['runner']
  /** Absolute folder that `outputFile`, `html` and the baseline are relative to. */
  readonly root: string
  /** What the reader must know besides, such as files that were not measured: a line each. */
  readonly notes: readonly string[]
  /** Whether the baseline is written. */
  readonly update: BaselineUpdate
  /** Which part of the run it is. */
  readonly shard?: { readonly index: number; readonly count: number } | undefined
  /** What the runner's own reporter annotates on GitHub. Default: nothing. */
  readonly annotated?: readonly Scope[]
}

/** What a reporter does after a run. */
export interface Report {
  /** To print, without a newline at the end. */
  readonly text: string
  /** Why the run fails though all tests passed, to print as well; empty when all could be written. */
  readonly error: string
  /** Whether the runner must exit with 1: a budget of the run is broken, a test uses more than before, or there is an error. */
  readonly failed: boolean
}

/** Judges the run, compares it with the baseline, writes `outputFile` and `html`, and says what to print. Never throws. */
export async function reportRun(ended: EndedRun): Promise<Report> {
  const { options, root, notes } = ended
  const onGithub = options.github && isGithub()
  const errors = new Errors(ended.collected.errors)
  const judged = judge(ended)
  const { baseline, note } = (await errors.catch(() => compare(judged, ended))) ?? {}
  const run = { ...judged, ...(baseline && { baseline }) }
  await errors.catch(() => options.outputFile && writeOutputFile(root, options.outputFile, toJson(run)))
  await errors.catch(() => options.html && writeHtml(run, root, options.html))
  const text = reportText(run, [...notes, ...shardNotes(run), ...(note === undefined ? [] : [note])])
  const lines = onGithub ? annotations(run, ended) : ''
  if (onGithub) await errors.catch(() => addSummary(run, ended))
  return {
    text: lines === '' ? text : `${text}\n\n${lines}`,
    error: errors.text,
    failed: errors.text !== '' || failsRun(run),
  }
}

function judge({ collected, options, runner, shard }: EndedRun): RunResult {
  const run = runResult(collected, options, runner)
  return shard ? { ...run, shard: { ...shard, run: ciRun() } } : run
}

const compare = (run: RunResult, { options, root, update }: EndedRun) =>
  options.baseline && compareRun(run, options.baseline, root, update)

/** Most runs do without: what makes it is loaded only here. */
async function writeHtml(run: RunResult, root: string, file: string): Promise<void> {
  const { pageOfRun } = await import('../html/page-of-run.js')
  await writeOutputFile(root, file, pageOfRun(run, root), 'html')
}

function shardNotes({ shard, limits }: RunResult): string[] {
  if (!shard || !limits) return []
  return [`This is shard ${shard.index} of ${shard.count}: the budget of the run is judged when they are merged.`]
}

/** What went wrong, each on a line of its own. */
class Errors {
  readonly #texts: string[]

  constructor(known: readonly string[]) {
    this.#texts = known.map(pc.red)
  }

  async catch<T>(work: () => T): Promise<Awaited<T> | undefined> {
    try {
      return await work()
    } catch (error) {
      this.#texts.push(pc.red(error instanceof Error ? error.message : String(error)))
      return undefined
    }
  }

  get text(): string {
    return this.#texts.join('\n')
  }
}
