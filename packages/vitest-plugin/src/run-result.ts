import {
  checkLimits,
  type EngineResult,
  type FileResult,
  type Judged,
  limitsForRun,
  mergeFiles,
  type ParsedOptions,
  type RunResult,
  type Violation,
} from '@tracemalloc/core'
import type { Collected } from './collect.js'

/** The results of all files, judged by the budget of the run. */
export function runResult(collected: Collected, options: ParsedOptions, vitestVersion: string): RunResult {
  const { files } = collected
  const engine = engineOf(collected, options)
  const ofRun = checkLimits(wholeRun, limitsForRun(options), mergeFiles(files, 0), engine.interval)
  return {
    version: 1,
    runner: { name: 'vitest', version: vitestVersion },
    node: process.version,
    engine,
    files,
    violations: [...files.flatMap(violationsOf), ...ofRun],
  }
}

const wholeRun: Judged = { scope: 'run', project: '', file: '', test: '' }

/** Of files and failed tests: a test can have broken its budget and passed, when it was tried again. */
const violationsOf = (file: FileResult): Violation[] => [
  ...file.tests.filter(({ state }) => state === 'failed').flatMap(test => test.violations),
  ...file.violations,
]

/** The engine of the files; one that has a notice before those that have none, so that the notice is printed. */
function engineOf({ files, notices }: Collected, options: ParsedOptions): EngineResult {
  const engines = files.map(file => file.engine)
  const engine = engines.find(({ notice }) => notice !== undefined) ?? engines[0] ?? plannedEngine(options)
  const unobservedBytes = engines.reduce((sum, engine) => sum + engine.unobservedBytes, 0)
  const reasons = [...new Set([...(engine.notice === undefined ? [] : [engine.notice]), ...notices])]
  return { ...engine, unobservedBytes, ...(reasons.length > 0 && { notice: reasons.join(' ') }) }
}

/** When no file was traced: what was asked for. */
const plannedEngine = ({ mode, lines, interval, frames }: ParsedOptions): EngineResult => ({
  mode,
  lines: lines === 'exact' ? 'exact' : 'approximate',
  interval: mode === 'exact' ? 1 : interval,
  frames,
  unobservedBytes: 0,
})
