import pc from 'picocolors'
import type { RunResult, Violation } from '../model/result.js'
import { formatBaselineBlock } from '../report/baseline.js'
import { formatFailmalloc } from '../report/failmalloc.js'
import { formatLeaks } from '../report/leaks.js'
import type { Paint } from '../report/paint.js'
import { formatSuppressed } from '../report/suppressed.js'
import { formatFileBlock, formatRunBlock } from '../report/text.js'
import { formatViolations } from '../report/violations.js'

/** Budgets of tests and files have failed their test or file already. */
const brokenByRun = ({ violations }: RunResult): Violation[] => violations.filter(({ scope }) => scope === 'run')

/** Whether a run fails though its tests may have passed: it is over its budget, or a test uses more than the baseline says. */
export const failsRun = (run: RunResult): boolean =>
  brokenByRun(run).length > 0 || (run.baseline?.regressions ?? []).length > 0

/**
 * What a reporter prints after the run: a block per file, one for the run, which budgets of the run it broke (those of
 * tests and files have failed their test or file, and stand among the runner's errors), how it compares with the baseline,
 * and what was not measured.
 * @param notes a line each
 * @param paint default: colours where picocolors sees that there may be some
 */
export function reportText(run: RunResult, notes: readonly string[], paint: Paint = pc): string {
  const options = { paint, ...run.options }
  const blocks = [
    ...run.files.map(file => formatFileBlock(file, options)),
    formatRunBlock(run.files, run, options),
    formatViolations(brokenByRun(run), options),
    formatFailmalloc(run.files, options),
    formatLeaks(run.files, options),
    formatSuppressed(run.files, options),
    run.baseline ? formatBaselineBlock(run.baseline, options) : '',
    notes.map(paint.yellow).join('\n'),
  ]
  return blocks.filter(block => block !== '').join('\n\n')
}
