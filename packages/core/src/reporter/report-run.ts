import pc from 'picocolors'
import type { ParsedOptions } from '../budget/options.js'
import type { RunResult } from '../model/result.js'
import { toJson } from '../report/json.js'
import type { Collected } from './collected.js'
import { writeOutputFile } from './output-file.js'
import { brokenByRun, reportText } from './print.js'
import { runResult } from './run-result.js'

/** A run that has ended. */
export interface EndedRun {
  readonly collected: Collected
  readonly options: ParsedOptions
  readonly runner: RunResult['runner']
  /** Absolute folder that `outputFile` is relative to. */
  readonly root: string
  /** What the reader must know besides, such as files that were not measured: a line each. */
  readonly notes: readonly string[]
}

/** What a reporter does after a run. */
export interface Report {
  /** To print, without a newline at the end. */
  readonly text: string
  /** Why the run fails though all tests passed, to print as well; empty when the results could be written. */
  readonly error: string
  /** Whether the runner must exit with 1: a budget of the run is broken, or there is an error. */
  readonly failed: boolean
}

/** Judges the run, writes `outputFile`, and says what to print. Never throws. */
export async function reportRun({ collected, options, runner, root, notes }: EndedRun): Promise<Report> {
  const run = runResult(collected, options, runner)
  const error = await write(run, root, options.outputFile)
  return {
    text: reportText(run, options, notes),
    error,
    failed: error !== '' || brokenByRun(run).length > 0,
  }
}

async function write(run: RunResult, root: string, outputFile: string | undefined): Promise<string> {
  if (outputFile === undefined) return ''
  try {
    await writeOutputFile(root, outputFile, toJson(run))
    return ''
  } catch (error) {
    return pc.red(error instanceof Error ? error.message : String(error))
  }
}
