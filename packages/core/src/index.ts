export type { BaselineOptions } from './budget/baseline-options.js'
export { MemoryBudgetError } from './budget/budget-error.js'
export { checkLimits, type Judged, type Measured } from './budget/check.js'
export type { ExplainOptions } from './budget/explain-options.js'
export type { FailmallocTests, OwnFailmalloc } from './budget/failmalloc-options.js'
export { MemoryLeakError } from './budget/leak-error.js'
export type { LeakOptions, LeakTests, OwnLeaks } from './budget/leak-options.js'
export type { Budget, BudgetDomain, Limits } from './budget/limits.js'
export {
  defaultMode,
  defaultOptions,
  defineConfig,
  type Options,
  type Override,
  type ParsedOptions,
  type TracingMode,
} from './budget/options.js'
export { parseOptions } from './budget/parse.js'
export { parseBudget } from './budget/parse-budget.js'
export type { ProfileOptions } from './budget/profile-options.js'
export { limitsForFile, limitsForRun, limitsForTest } from './budget/select-limits.js'
export type { Suppression } from './budget/suppress-options.js'
export { type Config, loadConfig } from './config/load.js'
export { type Choice, requestedEngine } from './engine/choose.js'
export type { Engine, RawFrame, StartOptions, WindowRecord } from './engine/engine.js'
export { sharedEngine } from './engine/shared.js'
export { TracemallocError } from './errors.js'
export { type ExplainableSite, Explanation } from './explained-site.js'
export { type Amount, add, nothing, subtract } from './model/amount.js'
export type { BaselineChange, BaselineComparison, Tolerance, Tolerances } from './model/baseline-comparison.js'
export type { CompactFile } from './model/compact.js'
export { DomainFilter, Filter } from './model/filter.js'
export { Frame, type FrameData } from './model/frame.js'
export type {
  Blame,
  Domain,
  EngineResult,
  FileResult,
  GroupBy,
  LeakedContext,
  LineQuality,
  Metric,
  Mode,
  OtherMemory,
  RunOptions,
  RunResult,
  Scope,
  Shard,
  Site,
  TestResult,
  Violation,
} from './model/result.js'
export { mergeSites, siteKey, sortSites } from './model/site.js'
export { type Holder, holderLines, type ObjectType, type SiteExplanation } from './model/site-explanation.js'
export type { SnapshotOrigin } from './model/snapshot-data.js'
export { Statistic } from './model/statistic.js'
export { StatisticDiff } from './model/statistic-diff.js'
export { Trace, type TraceData } from './model/trace.js'
export type { KeyType } from './model/trace-group.js'
export { Traceback } from './model/traceback.js'
export { fileName } from './report/file-name.js'
export { toJson } from './report/json.js'
export { noPaint, type Paint } from './report/paint.js'
export { mergeFiles } from './report/run.js'
export { formatFileBlock, formatRunBlock, type TextOptions } from './report/text.js'
export { formatViolations } from './report/violations.js'
export { checkedOptions } from './reporter/checked-options.js'
export { type Collected, collect, type FileOutcome, type TestOutcome } from './reporter/collected.js'
export { type CompleteError, completeErrors } from './reporter/complete-error.js'
export { type Locate, withOriginalPlaces } from './reporter/original-places.js'
export { PostMortems } from './reporter/post-mortems.js'
export { type EndedRun, type Report, reportRun } from './reporter/report-run.js'
export { type UnmeasuredFile, unmeasuredNotes } from './reporter/unmeasured.js'
export { blameOf, siteFrame, transparentPatterns } from './resolve/blame.js'
export type { MapOf, Position } from './resolve/file-map.js'
export { createLocator, type Location, type LocatorOptions, type MapPosition } from './resolve/source-map.js'
export { Snapshot } from './snapshot.js'
export type { ProfileFormat } from './storage/profile-format.js'
export {
  clearTraces,
  explainObject,
  getObjectTraceback,
  getTracebackLimit,
  getTracedMemory,
  getTracemallocMemory,
  getTracerInfo,
  isTracing,
  type ObjectExplanation,
  resetPeak,
  start,
  stop,
  takeSnapshot,
} from './tracer.js'
export type { TracerOptions } from './tracer-options.js'
export { formatSize, parseSize, type Size } from './units.js'
export { FileRecorder } from './window/file-recorder.js'
export type { Payload } from './window/payload.js'
export type { RecorderOptions } from './window/recorder-options.js'
export { settle } from './window/settle.js'
export type { TestEnd, TestWindow } from './window/test-window.js'
