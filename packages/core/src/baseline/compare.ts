import type { BaselineChange, BaselineComparison, Tolerance, Tolerances } from '../model/baseline-comparison.js'
import { isEstimated } from '../model/is-estimated.js'
import type { Metric, RunResult } from '../model/result.js'
import { sortSites } from '../model/site.js'
import { type Baseline, type BaselineEntry, entryOf } from './baseline.js'
import { isComparable, type LabelledTest, labelledTests, RanFiles } from './labelled-test.js'
import { nodeMajor } from './write-baseline.js'

/**
 * Compares the tests of a run with a baseline. A test that failed, was skipped, ran beside others or was only sampled is
 * not compared.
 * @param file What the baseline is called in reports.
 */
export function compareBaseline(
  run: RunResult,
  baseline: Baseline,
  { file, tolerance }: Pick<BaselineComparison, 'file' | 'tolerance'>,
): BaselineComparison {
  const all = labelledTests(run.files)
  const present = new Set(all.map(({ label }) => label))
  const ran = new RanFiles(run.files)
  const comparable = all.filter(isComparable)
  const known = comparable.filter(({ label }) => baseline.tests.has(label))
  const changes = known.flatMap(test => changesOf(test, baseline.tests.get(test.label) as BaselineEntry, tolerance))
  const notes = [otherNode(run, baseline), estimates(run)].filter(note => note !== undefined)
  return {
    file,
    tolerance,
    compared: known.length,
    regressions: changes.filter(isRegression).sort(bySize),
    improvements: changes.filter(change => !isRegression(change)).sort(bySize),
    added: comparable.filter(({ label }) => !baseline.tests.has(label)).map(({ label }) => label),
    gone: [...baseline.tests.keys()].filter(label => !present.has(label) && ran.include(label)),
    ...(notes.length > 0 && { note: notes.join(' ') }),
  }
}

const metrics: readonly Metric[] = ['retained', 'allocated']

function changesOf({ file, test }: LabelledTest, before: BaselineEntry, tolerance: Tolerances): BaselineChange[] {
  const now = entryOf(test)
  return metrics
    .filter(metric => differ(before[metric], now[metric], tolerance[metric]))
    .map(metric => ({
      project: file.project,
      file: file.file,
      test: test.name,
      metric,
      beforeBytes: before[metric],
      nowBytes: now[metric],
      sites: sortSites(
        test.sites.filter(site => site[metric].bytes > 0),
        metric,
      ),
    }))
}

const differ = (before: number, now: number, { absolute, relative }: Tolerance): boolean =>
  Math.abs(now - before) > Math.max(absolute, relative * before)

const isRegression = ({ beforeBytes, nowBytes }: BaselineChange): boolean => nowBytes > beforeBytes

/** What is retained first, as it is what leaks; then the largest difference. */
export const bySize = (a: BaselineChange, b: BaselineChange): number =>
  metrics.indexOf(a.metric) - metrics.indexOf(b.metric) ||
  Math.abs(b.nowBytes - b.beforeBytes) - Math.abs(a.nowBytes - a.beforeBytes)

function otherNode(run: RunResult, { node }: Baseline): string | undefined {
  const now = nodeMajor(run)
  if (node === '' || node === now) return undefined
  return `It was written with Node ${node}, and this is Node ${now}: some tests allocate more or less.`
}

function estimates({ files }: RunResult): string | undefined {
  const { length } = files.filter(({ engine }) => isEstimated(engine))
  if (length === 0) return undefined
  return `Not compared: ${length} of ${files.length} files, whose numbers are estimates.`
}
