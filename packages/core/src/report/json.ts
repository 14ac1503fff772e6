import type { LeakResult } from '../model/leak-result.js'
import type {
  AppliedLimits,
  EngineResult,
  FileResult,
  LeakedContext,
  RunResult,
  Suppressed,
  TestResult,
  Used,
  Violation,
} from '../model/result.js'
import type { SweepResult } from '../model/sweep-result.js'
import type { Collections, Timeline } from '../model/timeline.js'
import { baselineJson } from './baseline-json.js'
import { amountJson, siteJson } from './site-json.js'

/**
 * The results as JSON text with a newline at the end; its schema is `schema/result-1.json`. Keys are picked one by one:
 * their order is fixed, and what else an object carries does not leak into the file.
 */
export const toJson = (run: RunResult): string =>
  `${JSON.stringify(
    {
      version: run.version,
      runner: { name: run.runner.name, version: run.runner.version },
      node: run.node,
      engine: engineJson(run.engine),
      options: { top: run.options.top, groupBy: run.options.groupBy },
      ...(run.shard && { shard: { index: run.shard.index, count: run.shard.count, run: run.shard.run } }),
      files: run.files.map(fileJson),
      violations: run.violations.map(violationJson),
      ...(run.baseline && { baseline: baselineJson(run.baseline) }),
      ...(run.limits === undefined ? {} : { limits: limitsJson(run.limits) }),
    } satisfies RunResult,
    undefined,
    2,
  )}\n`

const usedJson = ({ retained, allocated }: Used): Used => ({
  retained: amountJson(retained),
  allocated: amountJson(allocated),
})

const engineJson = (engine: EngineResult): EngineResult => ({
  mode: engine.mode,
  lines: engine.lines,
  interval: engine.interval,
  frames: engine.frames,
  unobservedBytes: engine.unobservedBytes,
  ...(engine.notice === undefined ? {} : { notice: engine.notice }),
})

const fileJson = (file: FileResult): FileResult => ({
  file: file.file,
  project: file.project,
  retained: amountJson(file.retained),
  allocated: amountJson(file.allocated),
  domains: { heap: usedJson(file.domains.heap), arraybuffer: usedJson(file.domains.arraybuffer) },
  sites: file.sites.map(siteJson),
  moreSites: {
    sites: file.moreSites.sites,
    retained: amountJson(file.moreSites.retained),
    live: amountJson(file.moreSites.live),
    growth: amountJson(file.moreSites.growth),
  },
  tests: file.tests.map(testJson),
  violations: file.violations.map(violationJson),
  other: {
    code: amountJson(file.other.code),
    runner: amountJson(file.other.runner),
    node: amountJson(file.other.node),
  },
  total: { live: amountJson(file.total.live), growth: amountJson(file.total.growth) },
  untraced: { size: file.untraced.size, growth: file.untraced.growth },
  process: { rss: file.process.rss, growth: file.process.growth, tracemalloc: file.process.tracemalloc },
  engine: engineJson(file.engine),
  ...(file.suppressed === undefined ? {} : { suppressed: file.suppressed.map(suppressedJson) }),
  ...(file.leakedContext === undefined ? {} : { leakedContext: leakedJson(file.leakedContext) }),
  ...(file.limits === undefined ? {} : { limits: limitsJson(file.limits) }),
  ...(file.timeline === undefined ? {} : { timeline: timelineJson(file.timeline) }),
})

const suppressedJson = ({ site, reason, retained, allocated }: Suppressed): Suppressed => ({
  site,
  reason,
  retained: amountJson(retained),
  allocated: amountJson(allocated),
})

const leakedJson = ({ retained, sites }: LeakedContext): LeakedContext => ({
  retained: amountJson(retained),
  sites: sites.map(siteJson),
})

const testJson = (test: TestResult): TestResult => ({
  name: test.name,
  state: test.state,
  concurrent: test.concurrent,
  retained: amountJson(test.retained),
  allocated: amountJson(test.allocated),
  sites: test.sites.map(siteJson),
  violations: test.violations.map(violationJson),
  ...(test.failmalloc === undefined ? {} : { failmalloc: sweepJson(test.failmalloc) }),
  ...(test.leak === undefined ? {} : { leak: leakJson(test.leak) }),
  ...(test.limits === undefined ? {} : { limits: limitsJson(test.limits) }),
  ...(test.time === undefined ? {} : { time: { start: test.time.start, end: test.time.end } }),
})

const limitsJson = ({ retained, allocated, domains }: AppliedLimits): AppliedLimits => ({
  ...(retained === undefined ? {} : { retained }),
  ...(allocated === undefined ? {} : { allocated }),
  ...(domains === undefined ? {} : { domains: [...domains] }),
})

const timelineJson = ({ process, thread, start, time, heap, buffers, collections }: Timeline): Timeline => ({
  process,
  thread,
  start,
  time: [...time],
  heap: [...heap],
  buffers: [...buffers],
  ...(collections && { collections: collectionsJson(collections) }),
})

const collectionsJson = ({ time, duration, freed, kind, leftOut }: Collections): Collections => ({
  time: [...time],
  duration: [...duration],
  freed: [...freed],
  kind: [...kind],
  leftOut,
})

const sweepJson = ({ count, tried, failures, notices }: SweepResult): SweepResult => ({
  count,
  tried,
  failures: failures.map(({ nth, site, sizeBytes, outcome, retained, replay }) => ({
    nth,
    site: { file: site.file, line: site.line, function: site.function },
    sizeBytes,
    outcome,
    retained,
    replay,
  })),
  notices: [...notices],
})

const leakJson = ({ warmups, growth, leaks, sites }: LeakResult): LeakResult => ({
  warmups,
  growth: growth.map(amountJson),
  leaks,
  sites: sites.map(siteJson),
})

const violationJson = (violation: Violation): Violation => ({
  scope: violation.scope,
  project: violation.project,
  file: violation.file,
  test: violation.test,
  metric: violation.metric,
  limitBytes: violation.limitBytes,
  actualBytes: violation.actualBytes,
  sites: violation.sites.map(siteJson),
})
