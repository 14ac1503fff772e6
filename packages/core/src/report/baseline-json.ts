import type { BaselineChange, BaselineComparison } from '../model/baseline-comparison.js'
import { siteJson } from './site-json.js'

/** A comparison with the keys of the schema, in their order. */
export const baselineJson = (baseline: BaselineComparison): BaselineComparison => ({
  file: baseline.file,
  tolerance: { absolute: baseline.tolerance.absolute, relative: baseline.tolerance.relative },
  compared: baseline.compared,
  regressions: baseline.regressions.map(changeJson),
  improvements: baseline.improvements.map(changeJson),
  added: [...baseline.added],
  gone: [...baseline.gone],
})

const changeJson = (change: BaselineChange): BaselineChange => ({
  project: change.project,
  file: change.file,
  test: change.test,
  metric: change.metric,
  beforeBytes: change.beforeBytes,
  nowBytes: change.nowBytes,
  sites: change.sites.map(siteJson),
})
