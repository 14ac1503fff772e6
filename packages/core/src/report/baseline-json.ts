import type { BaselineChange, BaselineComparison, Tolerance } from '../model/baseline-comparison.js'
import { siteJson } from './site-json.js'

/** A comparison with the keys of the schema, in their order. */
export const baselineJson = (baseline: BaselineComparison): BaselineComparison => ({
  file: baseline.file,
  tolerance: {
    retained: toleranceJson(baseline.tolerance.retained),
    allocated: toleranceJson(baseline.tolerance.allocated),
  },
  compared: baseline.compared,
  regressions: baseline.regressions.map(changeJson),
  improvements: baseline.improvements.map(changeJson),
  added: [...baseline.added],
  gone: [...baseline.gone],
  ...(baseline.note === undefined ? {} : { note: baseline.note }),
})

const toleranceJson = ({ absolute, relative }: Tolerance): Tolerance => ({ absolute, relative })

const changeJson = (change: BaselineChange): BaselineChange => ({
  project: change.project,
  file: change.file,
  test: change.test,
  metric: change.metric,
  beforeBytes: change.beforeBytes,
  nowBytes: change.nowBytes,
  sites: change.sites.map(siteJson),
})
