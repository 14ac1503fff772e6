import { type Command, InvalidArgumentError } from 'commander'
import { compareBaseline } from '../baseline/compare.js'
import { baselineOf } from '../baseline/write-baseline.js'
import { defaultBaseline, defaultTolerances, parseTolerance } from '../budget/baseline-options.js'
import { TracemallocError } from '../errors.js'
import type { Tolerance } from '../model/baseline-comparison.js'
import type { RunResult } from '../model/result.js'
import { countText } from '../report/amount-text.js'
import { formatBaselineBlock } from '../report/baseline.js'
import { BaselineFile, checkExact } from '../reporter/baseline-file.js'
import { exitCode } from './exit-code.js'
import { loadRun, resultsArgument } from './result-file.js'
import { writeStandardOutput } from './standard-output.js'
import { paintFor } from './terminal.js'

interface CheckOptions {
  readonly baseline: string
  readonly retained: Tolerance
  readonly allocated: Tolerance
  readonly update?: boolean
}

/** `tracemalloc baseline write|check RESULTS…` */
export function addBaseline(program: Command): void {
  const command = program
    .command('baseline')
    .description('Compare what tests retain and allocate with a file that is committed.')
  addWrite(command)
  addCheck(command)
}

function addWrite(command: Command): void {
  command
    .command('write')
    .description('Write what the tests of a run use, and nothing else. Replaces the file.')
    .argument(...resultsArgument)
    .option('-o, --output <file>', 'the baseline', defaultBaseline)
    .action((results: readonly string[], { output }: { readonly output: string }) => write(loadRun(results), output))
}

function addCheck(command: Command): void {
  command
    .command('check')
    .description(
      'Tell which tests use more than the baseline says, and fail then. Also which use less, are new, or gone.',
    )
    .argument(...resultsArgument)
    .option('--baseline <file>', 'the baseline', defaultBaseline)
    .option('--retained <tolerance>', "how much more a test may retain (default: '1 KiB, 5%')", toleranceOf)
    .option('--allocated <tolerance>', "how much more a test may allocate (default: '16 KiB, 5%')", toleranceOf)
    .option('--update', 'write the tests of this run into the baseline instead of failing; keep those of other files')
    .action((results: readonly string[], options: CheckOptions) => check(loadRun(results), options))
}

function check(run: RunResult, { baseline: name, update, ...given }: CheckOptions): void {
  const file = new BaselineFile(process.cwd(), name)
  const old = file.read()
  const comparison = compareBaseline(run, old, { file: name, tolerance: { ...defaultTolerances, ...given } })
  writeStandardOutput(`${formatBaselineBlock(comparison, { paint: paintFor(process.stdout) })}\n`)
  if (update) write(run, name, old)
  else if (comparison.regressions.length > 0) process.exitCode = exitCode.failure
}

/** @param old what is kept of tests that the run says nothing about; default: nothing */
function write(run: RunResult, name: string, old?: ReturnType<BaselineFile['read']>): void {
  checkExact(run)
  const baseline = baselineOf(run, old)
  new BaselineFile(process.cwd(), name).write(baseline)
  writeStandardOutput(`Wrote ${name}: ${countText(baseline.tests.size, 'test')}.\n`)
}

function toleranceOf(text: string): Tolerance {
  try {
    return parseTolerance(text, 'the tolerance')
  } catch (error) {
    throw error instanceof TracemallocError ? new InvalidArgumentError(error.message) : error
  }
}
