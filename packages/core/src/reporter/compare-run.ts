import { compareBaseline } from '../baseline/compare.js'
import { baselineOf } from '../baseline/write-baseline.js'
import type { ParsedBaseline } from '../budget/baseline-options.js'
import { TracemallocError } from '../errors.js'
import type { BaselineComparison } from '../model/baseline-comparison.js'
import type { RunResult } from '../model/result.js'
import { countText } from '../report/amount-text.js'
import { BaselineFile, checkExact } from './baseline-file.js'

/**
 * When a run writes the baseline, as the runners do with snapshots: each time, only when there is none, or never.
 */
export type BaselineUpdate = 'all' | 'new' | 'none'

/** What came of it. */
export interface ComparedRun {
  readonly baseline?: BaselineComparison
  /** A line that says what was written. */
  readonly note?: string
}

/**
 * Compares a run with its baseline, or writes that.
 * @param root absolute folder that the baseline is relative to
 * @throws {TracemallocError} `BASELINE_MISSING`, `ESTIMATES`, and what `BaselineFile` throws
 */
export function compareRun(
  run: RunResult,
  { file: name, tolerance }: ParsedBaseline,
  root: string,
  update: BaselineUpdate,
): ComparedRun {
  const file = new BaselineFile(root, name)
  if (file.exists && update !== 'all') return { baseline: compareBaseline(run, file.read(), { file: name, tolerance }) }
  if (update === 'none') {
    const advice = 'run the tests once outside of CI, or with -u, and commit it'
    throw new TracemallocError('BASELINE_MISSING', `There is no baseline ${name}: ${advice}.`)
  }
  checkExact(run)
  const baseline = baselineOf(run, file.exists ? file.read() : undefined)
  // One that holds nothing would be committed by mistake.
  if (baseline.tests.size === 0) return { note: `Did not write ${name}: no test has passed that could stand in it.` }
  file.write(baseline)
  return { note: `Wrote ${name}: ${countText(baseline.tests.size, 'test')}.` }
}
