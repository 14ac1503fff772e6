import { checkLimits, type Judged, type Measured } from '../budget/check.js'
import { hasLimit, type Limits } from '../budget/limits.js'
import type { ParsedOptions } from '../budget/options.js'
import { limitsForRun } from '../budget/select-limits.js'
import { add, nothing } from '../model/amount.js'
import type { EngineResult, FileResult, RunResult, Violation } from '../model/result.js'
import { mergeFiles, type RunTotals } from '../report/run.js'
import type { Collected } from './collected.js'

/** The results of all files, judged by the budget of the run. */
export function runResult(
  collected: Pick<Collected, 'files' | 'notices'>,
  options: ParsedOptions,
  runner: RunResult['runner'],
): RunResult {
  const run = {
    runner,
    node: process.version,
    engine: engineOf(collected, plannedEngine(options)),
    options: { top: options.top, groupBy: options.groupBy },
    files: collected.files,
  }
  return judgeRun(run, limitsForRun(options))
}

/** Adds the violations to a run that is known but for them. */
export function judgeRun(run: Omit<RunResult, 'version' | 'violations' | 'limits'>, limits: Limits): RunResult {
  const { files } = run
  const ofRun = checkLimits(wholeRun, limits, narrowed(mergeFiles(files, 0), limits.domains))
  return {
    ...run,
    version: 1,
    violations: [...files.flatMap(violationsOf), ...ofRun],
    ...(hasLimit(limits) && { limits }),
  }
}

const wholeRun: Judged = { scope: 'run', project: '', file: '', test: '' }

/** Only what is in these domains of it; `undefined`: all. */
function narrowed(totals: RunTotals, domains: Limits['domains']): Measured {
  if (domains === undefined) return totals
  const used = domains.map(domain => totals.domains[domain])
  return {
    retained: used.map(({ retained }) => retained).reduce(add, nothing),
    allocated: used.map(({ allocated }) => allocated).reduce(add, nothing),
    sites: totals.sites.filter(site => domains.some(domain => domain === site.domain)),
  }
}

/** Of files and failed tests: a test can have broken its budget and passed, when it was tried again. */
const violationsOf = (file: FileResult): Violation[] => [
  ...file.tests.filter(({ state }) => state === 'failed').flatMap(test => test.violations),
  ...file.violations,
]

/**
 * The engine of the files; one that has a notice before those that have none, so that the notice is printed.
 * @param planned when no file was traced: what was asked for
 */
export function engineOf(
  { files, notices }: Pick<Collected, 'files' | 'notices'>,
  planned: EngineResult,
): EngineResult {
  const engines = files.map(file => file.engine)
  const engine = engines.find(({ notice }) => notice !== undefined) ?? engines[0] ?? planned
  const interval = Math.max(...[engine, ...engines].map(engine => engine.interval))
  const unobservedBytes = engines.reduce((sum, engine) => sum + engine.unobservedBytes, 0)
  const reasons = [...new Set([...(engine.notice === undefined ? [] : [engine.notice]), ...notices])]
  return { ...engine, interval, unobservedBytes, ...(reasons.length > 0 && { notice: reasons.join(' ') }) }
}

const plannedEngine = ({ mode, lines, interval, frames }: ParsedOptions): EngineResult => ({
  mode,
  lines: lines === 'exact' ? 'exact' : 'approximate',
  interval: mode === 'sampled' ? interval : 1,
  frames,
  unobservedBytes: 0,
})
