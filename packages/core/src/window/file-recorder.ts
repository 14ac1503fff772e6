import { resolve } from 'node:path'
import { type Budget, hasLimit, mergeLimits } from '../budget/limits.js'
import { type ParsedOptions, writesResults } from '../budget/options.js'
import { parseBudget } from '../budget/parse-budget.js'
import { limitsForFile, limitsForTest } from '../budget/select-limits.js'
import { residentBytes } from '../engine/process-memory.js'
import type { FileResult, LeakedContext, Violation } from '../model/result.js'
import type { SweepResult } from '../model/sweep-result.js'
import { relativeTo } from '../resolve/paths.js'
import { CallJudge } from './call-judge.js'
import { collect } from './collect.js'
import { fileResult } from './file-result.js'
import { LeakSearch } from './leak-search.js'
import { measure } from './measure.js'
import { objectHolders } from './object-holders.js'
import { Places } from './place.js'
import { topPlaced } from './placed.js'
import { writeProfiles } from './profiles.js'
import { quietly } from './quietly.js'
import type { RecorderOptions } from './recorder-options.js'
import { giveToRunner } from './runner-objects.js'
import { unsweptRecords } from './swept-segments.js'
import { keepTestSegments, testNames, testSegments } from './test-segments.js'
import type { RecordedWindow, TestEnd, TestWindow } from './test-window.js'
import { TimelineRecorder } from './timeline-recorder.js'
import { type Court, check, judge } from './verdict.js'
import { ViolationExplainer } from './violation-explainer.js'

/** One test file's window in a worker: opened by the constructor, before the module of the test file is evaluated. */
export class FileRecorder {
  readonly #court: Court
  readonly #options: ParsedOptions
  readonly #root: string
  readonly #from: number
  #to: number | undefined
  readonly #rss = residentBytes()
  readonly #untraced: number
  readonly #windows: RecordedWindow[] = []
  readonly #open = new Set<RecordedWindow>()
  readonly #testSegments: Set<number>
  readonly #explainer: ViolationExplainer
  readonly #leaks: LeakSearch
  readonly #timeline: TimelineRecorder | undefined
  #missing: string | undefined
  readonly calls: CallJudge

  /** @param file absolute path of the test file */
  constructor(given: RecorderOptions, file: string) {
    const {
      engine,
      root,
      project = '',
      locate,
      options,
      settle,
      loosen = () => () => undefined,
      ownRealm = false,
      ownRoots = [],
      mapsLater = false,
    } = given
    this.#testSegments = testSegments(engine)
    // Files that are written list the sites of each test, so there is no sparing the look.
    const later = mapsLater && !writesResults(options)
    const places = new Places(locate, options, ownRoots, this.#testSegments, later)
    const { top } = options
    this.#court = { engine, settle, loosen, places, project, file: relativeTo(root, file), ownRealm, top }
    this.#options = options
    this.#root = root
    this.#explainer = new ViolationExplainer(engine, places, options.explain)
    this.#untraced = engine.untracedMemory()
    this.#timeline = writesResults(options) ? new TimelineRecorder(engine.garbageLog) : undefined
    this.#moment()
    engine.beginFile()
    this.#from = engine.mark()
    this.calls = new CallJudge(this.#court, this.#open, this.#testSegments, this.#explainer)
    this.#leaks = new LeakSearch(this.#court, this.#from)
  }

  /**
   * Opens the window of a test. Reads nothing and collects nothing.
   * @param name full name, suites and test joined by ` > `
   * @param id attempts of one test share it and are reported as one; by default every window is a test of its own
   * @param exact trace it exactly in every mode: it has a budget of its own, whose verdict should not hang on samples
   */
  openTest(name: string, id = `window ${this.#windows.length}`, exact = false): TestWindow {
    const concurrent = this.#open.size > 0
    for (const other of this.#open) other.concurrent = true
    const start = this.#moment()
    if (exact) this.#court.engine.traceExactly(true)
    const from = this.#court.engine.mark()
    this.#testSegments.add(from)
    // For the labels of snapshots that are taken in tests.
    if (!concurrent) testNames(this.#court.engine).set(from, name)
    const window: RecordedWindow = { name, id, from, exact, concurrent, state: 'failed', violations: [] }
    if (start !== undefined) window.time = { start, end: start }
    this.#open.add(window)
    this.#windows.push(window)
    return window
  }

  /**
   * A budget set inside of the test (`limitMemory`): wins over all others, metric by metric.
   * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION` or `UNKNOWN_OPTION` when it is not a budget
   */
  limitTest(window: TestWindow, budget: Budget): void {
    const recorded = window as RecordedWindow
    const limits = parseBudget(budget, 'limitMemory', `test "${window.name}"`)
    recorded.limits = mergeLimits(recorded.limits, limits)
    if (!recorded.exact) this.#court.engine.traceExactly(true)
    recorded.exact = true
  }

  /**
   * Ends the window and judges it; the caller throws a `MemoryBudgetError` when there are violations. Only a test that
   * passed and had its window for itself gets a verdict.
   * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION` or `UNKNOWN_OPTION` when the test's own budget is none
   */
  async closeTest(window: TestWindow, end: TestEnd): Promise<readonly Violation[]> {
    const { state, concurrent, budget, leaks, isRead = true } = end
    const recorded = window as RecordedWindow
    const { engine, file } = this.#court
    recorded.to = engine.mark()
    const allocated = engine.allocatedSince(recorded.from)
    const now = this.#moment()
    if (recorded.time && now !== undefined) recorded.time = { ...recorded.time, end: now }
    this.#open.delete(recorded)
    if (recorded.exact) engine.traceExactly(false)
    if (this.#open.size > 0) this.#testSegments.add(recorded.to)
    recorded.state = state
    recorded.concurrent ||= concurrent
    if (state !== 'passed') this.#leaks.spoil(recorded.id)
    if (state !== 'passed' || recorded.concurrent) return []
    const limits = quietly(engine, () => {
      const own = budget && parseBudget(budget, 'meta.memory', `test "${window.name}"`)
      return limitsForTest(this.#options, file, window.name, mergeLimits(own, recorded.limits))
    })
    if (hasLimit(limits)) recorded.judgedBy = limits
    await judge(this.#court, recorded, limits, allocated)
    if (isRead) this.#explainer.addTest(recorded)
    if (leaks) await this.#leaks.look(recorded, leaks)
    return recorded.violations
  }

  /** Whether there are tests over budget of which nobody knows yet who holds their objects. */
  get lacksHolders(): boolean {
    return this.#explainer.isWaiting
  }

  /** Looks up who holds the objects of tests over budget. Call it after the last test, before hooks clean up. */
  lookUpHolders(): void {
    const { engine } = this.#court
    if (!this.lacksHolders) return
    quietly(engine, () => {
      const to = engine.mark()
      this.#explainer.lookUp(this.#violationsSoFar(to), { from: this.#from, to })
    })
  }

  #violationsSoFar(to: number): readonly Violation[] {
    const { engine, file, places } = this.#court
    const limits = limitsForFile(this.#options, file)
    if (engine.aliveSince(this.#from) <= (limits.retained ?? Number.POSITIVE_INFINITY)) return []
    const records = unsweptRecords(engine, this.#from, to, places.siting)
    return check(this.#court, 'file', '', limits, measure(records, places))
  }

  /** Who holds an object, a line each. */
  holdersOf(target: WeakRef<object>): readonly string[] {
    return objectHolders(this.#court.engine, this.#court.places, this.#options.explain, target)
  }

  /** The time, and with it the memory, written down if somebody is going to look at it. */
  #moment(): number | undefined {
    return quietly(this.#court.engine, () => this.#timeline?.add())
  }

  /** What came of running a test with failing allocations. */
  keepSweep(id: string, failmalloc: SweepResult): void {
    const window = this.#windows.find(it => it.id === id)
    if (window) window.failmalloc = failmalloc
  }

  /**
   * Ends the window of the file: one collection, one reading, and all numbers. When the file may be over its budget,
   * another collection empties V8's caches. Call it once, after the last test and hook.
   * @param ofRunner objects that the user's lines have made for the runner: the functions of tests
   */
  async close(ofRunner: readonly object[] = []): Promise<FileResult> {
    const { engine, file, places } = this.#court
    const to = engine.mark()
    this.#to = to
    this.#moment()
    const { retained = Number.POSITIVE_INFINITY } = limitsForFile(this.#options, file)
    await collect(this.#court, 'full')
    // V8 keeps regular expressions until the second collection (100 KB in a test that makes 200 of them): less than
    // estimates can tell.
    const isEstimated = engine.largestInterval(this.#from, to) > 1
    if (!isEstimated) await collect(this.#court, 'full')
    if (engine.aliveSince(this.#from) > retained) await collect(this.#court, 'lowMemory')
    this.#moment()
    return quietly(engine, () => {
      const records = unsweptRecords(engine, 0, to, places.siting)
      const window = {
        from: this.#from,
        to,
        rss: this.#rss,
        untraced: this.#untraced,
        windows: this.#windows,
        timeline: this.#timeline?.finish(),
        explain: (found: readonly Violation[]) => this.#explainer.explainFile(found, { from: this.#from, to }),
      }
      const blamed = giveToRunner(engine, records, ofRunner, places)
      const result = fileResult(this.#court, this.#options, window, blamed)
      this.#missing = this.#writeProfiles(to)
      engine.forget(to)
      keepTestSegments(engine, records)
      return result
    })
  }

  /** See `CompactResult.isUncut`. */
  get isUncut(): boolean {
    return this.#court.places.areLookedUpLater
  }

  /** After `close`: why profiles are missing; `undefined` when they are there, or nobody wants any. */
  get missingProfiles(): string | undefined {
    return this.#missing
  }

  #writeProfiles(to: number): string | undefined {
    const { engine, file, project } = this.#court
    const { profiles } = this.#options
    const given = { engine, file, project, from: this.#from, to, windows: this.#windows }
    return profiles && writeProfiles(given, profiles, resolve(this.#root, profiles.folder))
  }

  /** After `close`, when the runner has dropped the file's realm and collected garbage: what of the file survives. */
  survivors(): LeakedContext {
    const { engine, places, top } = this.#court
    return quietly(engine, () => {
      const records = unsweptRecords(engine, this.#from, this.#to, places.siting).filter(it => it.retained.bytes > 0)
      const { retained, placed } = measure(records, places)
      return { retained, sites: topPlaced(placed, top, places).sites }
    })
  }
}
