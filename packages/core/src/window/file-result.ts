import { hasLimit } from '../budget/limits.js'
import { type ParsedOptions, writesResults } from '../budget/options.js'
import { limitsForFile } from '../budget/select-limits.js'
import type { WindowRecord } from '../engine/engine.js'
import { residentBytes } from '../engine/process-memory.js'
import { type Amount, nothing, subtract } from '../model/amount.js'
import { withFinalError } from '../model/confidence.js'
import type { Domain, FileResult, Used, Violation } from '../model/result.js'
import type { Timeline } from '../model/timeline.js'
import { finalSites, finalUsed, withFinalErrors } from './final-errors.js'
import { groupWindows } from './groups.js'
import { liveBefore, liveNow, liveStill, withGrowth } from './live-sites.js'
import { type Measure, measure, narrowed } from './measure.js'
import { sentPlaced, topPlaced } from './placed.js'
import { testResults } from './test-results.js'
import type { RecordedWindow } from './test-window.js'
import { type Court, check } from './verdict.js'

/** The window of a whole file, after its last collection. */
export interface FileWindow {
  /** Mark of its first segment. */
  readonly from: number
  /** Mark of the first segment after it. */
  readonly to: number
  /** Resident set size in bytes when it opened. */
  readonly rss: number
  /** Untraced bytes when it opened. */
  readonly untraced: number
  readonly windows: readonly RecordedWindow[]
  readonly timeline: Timeline | undefined
  /** Adds explanations to the violations of the file, and to those of its tests that lack theirs. */
  readonly explain: (violations: readonly Violation[]) => readonly Violation[]
}

/**
 * All numbers of a file.
 * @param records All there are up to the end of its window: what earlier files left counts as well.
 */
export function fileResult(
  court: Court,
  options: ParsedOptions,
  { from, to, rss, untraced, windows, timeline, explain }: FileWindow,
  records: readonly WindowRecord[],
): FileResult {
  const { engine, places, project, file, top } = court
  const before = court.ownRealm ? liveStill(records, from, places) : liveBefore(engine, records, from, places)
  const now = liveNow(engine, records, to, places)
  const own = records.filter(({ mark }) => mark >= from)
  const whole = measure(own, places)
  const limits = limitsForFile(options, file)
  const rssNow = residentBytes()
  const untracedNow = engine.untracedMemory()
  const interval = engine.largestInterval(from, to)
  const final = (amount: Amount): Amount => withFinalError(amount, interval)
  const placed = withGrowth(whole.placed, before, now)
  const listed = places.areLookedUpLater
    ? sentPlaced(placed, top, places)
    : finalSites(topPlaced(placed, top, places), interval)
  // After the process was looked at: this may take a heap snapshot. Before the tests, which it may complete.
  const violations = explain(check(court, 'file', '', limits, whole))
  const result: FileResult = {
    file,
    project,
    retained: whole.retained,
    allocated: whole.allocated,
    domains: { heap: finalUsed(usedOf(whole, 'heap'), interval), arraybuffer: usedOf(whole, 'arraybuffer') },
    sites: [],
    moreSites: listed.moreSites,
    // Only files that are written list the sites of each test.
    tests: testResults(groupWindows(windows, own, to), court, writesResults(options) ? top : undefined),
    violations,
    other: { code: final(whole.other.code), runner: final(whole.other.runner), node: final(whole.other.node) },
    total: { live: final(now.total), growth: final(subtract(now.total, before.total)) },
    untraced: { size: untracedNow, growth: untracedNow - untraced },
    process: { rss: rssNow, growth: rssNow - rss, tracemalloc: engine.ownMemory() },
    engine: { ...engine.info(), interval },
    ...suppressedOf(options, whole),
    ...(hasLimit(limits) && { limits }),
    ...(timeline && { timeline }),
  }
  return { ...withFinalErrors(result, interval), sites: listed.sites }
}

/** All entries: those that hit nothing are news as well. */
function suppressedOf(
  { suppress: { entries } }: ParsedOptions,
  { suppressed }: Measure,
): Pick<FileResult, 'suppressed'> {
  if (entries.length === 0) return {}
  const none = { retained: nothing, allocated: nothing }
  return { suppressed: entries.map(entry => ({ ...entry, ...(suppressed.get(entry) ?? none) })) }
}

function usedOf(whole: Measure, domain: Domain): Used {
  const { retained, allocated } = narrowed(whole, [domain])
  return { retained, allocated }
}
