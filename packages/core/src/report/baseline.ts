import type { BaselineChange, BaselineComparison } from '../model/baseline-comparison.js'
import { siteRows } from '../model/violation-text.js'
import { formatSize } from '../units.js'
import { countText } from './amount-text.js'
import { noPaint, type Paint } from './paint.js'
import { ownerText } from './violations.js'

/** Of what is good news, or just news, a report lists so many. */
const listed = 5

/** How the tests compare with the baseline, without a newline at the end. */
export function formatBaselineBlock(baseline: BaselineComparison, { paint = noPaint }: { paint?: Paint } = {}): string {
  const { file, compared, regressions, improvements, added, gone, note } = baseline
  const same = `${file}: ${countText(compared, 'test')} compared, none uses more memory than before`
  return [
    ...(regressions.length === 0
      ? [paint.dim(same)]
      : [
          paint.red(`More memory than in ${file}: ${countText(regressions.length, 'regression')}`),
          ...regressions.flatMap(change => [
            `  ${ownerText(change)}: ${paint.red(changeText(change))}`,
            ...siteRows(change.sites, change.metric).map(row => `  ${row}`),
          ]),
        ]),
    ...list(`Less memory than in ${file}: ${countText(improvements.length, 'improvement')}`, improvements.map(lineOf)),
    ...list(`Not in ${file}: ${countText(added.length, 'new test')}`, added),
    ...list(`Only in ${file}: ${countText(gone.length, 'test')}`, gone),
    ...(improvements.length + added.length + gone.length === 0
      ? []
      : [paint.dim(`Run with -u to write ${file} anew.`)]),
    ...(note === undefined ? [] : [paint.yellow(`${file}: ${note}`)]),
  ].join('\n')
}

/** `retained 192 KiB, before 64.0 KiB (+128 KiB)` */
export const changeText = ({ metric, beforeBytes, nowBytes }: BaselineChange): string =>
  `${metric} ${formatSize(nowBytes)}, before ${formatSize(beforeBytes)} (${formatSize(nowBytes - beforeBytes, true)})`

const lineOf = (change: BaselineChange): string => `${ownerText(change)}: ${changeText(change)}`

function list(title: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return []
  const more = rows.length > listed ? [`  … and ${rows.length - listed} more`] : []
  return [title, ...rows.slice(0, listed).map(row => `  ${row}`), ...more]
}
