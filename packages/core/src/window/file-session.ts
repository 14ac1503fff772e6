import { MemoryBudgetError } from '../budget/budget-error.js'
import { MemoryLeakError } from '../budget/leak-error.js'
import type { Budget } from '../budget/limits.js'
import { parseBudget } from '../budget/parse-budget.js'
import type { Engine, StartOptions } from '../engine/engine.js'
import { TracemallocError } from '../errors.js'
import { type CompactFile, compact } from '../model/compact.js'
import type { LeakedContext } from '../model/result.js'
import type { SweepResult } from '../model/sweep-result.js'
import { relativeTo } from '../resolve/paths.js'
import { createLocator } from '../resolve/source-map.js'
import { type Expectations, FileExpectations } from './expectations.js'
import { FileRecorder } from './file-recorder.js'
import type { Payload } from './payload.js'
import { watchHeapLimit } from './post-mortem-place.js'
import { quietly } from './quietly.js'
import type { RecorderOptions } from './recorder-options.js'
import { type RunnerPlaces, runnerPlaces } from './runner-places.js'
import { settle } from './settle.js'
import type { TestEnd, TestWindow } from './test-window.js'
import { tracer } from './tracer.js'
import type { Loosen } from './weak-hold.js'

/** What a runner's worker half does with one test file. It never fails on account of the tracer. */
export interface FileSession {
  /** What matchers ask for. */
  readonly expectations: Expectations
  /** Opens the window of one attempt of a test; the returned function ends it, and tells what fails the test. */
  begin(test: TestStart): (end: TestEnd) => Promise<TracemallocError | undefined>
  /** Sets the budget of the test that is running: `limitMemory`. @throws {TracemallocError} `NO_TEST`, or not a budget */
  readonly limit: (budget: Budget) => void
  /** `FileRecorder.keepSweep`. */
  keepSweep(id: string, failmalloc: SweepResult): void
  /** Whether it can tell what lives on: whether `TestEnd.leaks` comes to anything. */
  readonly findsLeaks: boolean
  /** Whether `lookUpHolders` has something to do. */
  readonly lacksHolders: boolean
  /** `FileRecorder.lookUpHolders`; the errors of the tests tell it. */
  lookUpHolders(): void
  /** Ends the file's window. Call it once, after the last test and hook. `ofRunner`: see `FileRecorder.close`. */
  end(ofRunner?: readonly object[]): Promise<FileEnd>
  /** `FileRecorder.survivors`; `undefined` without a tracer. */
  survivors(): LeakedContext | undefined
}

export interface TestStart {
  /** Names of the suites and the test joined by ` > `. */
  readonly name: string
  /** The runner's; the same for all attempts of a test. */
  readonly id: string
  /** It has a budget of its own, that `TestEnd` or `limit` will tell: see `FileRecorder.openTest`. */
  readonly exact?: boolean
  /** As if `limit` were called with each. */
  readonly budgets?: readonly Budget[]
}

export interface FileEnd {
  /** For the main process. */
  readonly sent: CompactFile
  /** The file is over its budget. */
  readonly error?: MemoryBudgetError
}

/** How the file's code is found and named. */
export type SessionPlaces = RunnerPlaces &
  Pick<RecorderOptions, 'ownRealm'> &
  Pick<StartOptions, 'existing'> & { readonly ownRoots: readonly string[] }

/**
 * Opens the window of a test file. Starts the tracer when this isolate has none.
 * @param file absolute path
 * @param loosen what the runner holds; default: nothing that could be done without
 */
export function openSession(
  { options, root, project, mapsLater, postMortems }: Payload,
  file: string,
  places: SessionPlaces,
  loosen?: Loosen,
): FileSession {
  const { ownRoots, ownRealm } = places
  const { engine, notice = '' } = tracer(options, ownRoots, places.existing)
  if (!engine) return untraced(notice)
  runnerPlaces.set(engine, places)
  const locate = createLocator({ root, ...places })
  const given = { engine, root, project, mapsLater, locate, options, settle, loosen, ownRealm, ownRoots }
  const recorder = new FileRecorder(given, file)
  const tellRunning = watchHeapLimit(engine, postMortems, relativeTo(root, file))
  return new TracedFile(recorder, engine, root, tellRunning)
}

/** Without a tracer the tests run all the same, and the reporter learns why there is nothing to show. */
const untraced = (notice: string): FileSession => ({
  begin: () => async () => undefined,
  limit: budget => void parseBudget(budget, 'limitMemory', 'a test'),
  keepSweep: () => undefined,
  lacksHolders: false,
  lookUpHolders: () => undefined,
  end: async () => ({ sent: { version: 1, notice } }),
  survivors: () => undefined,
  findsLeaks: false,
  expectations: {
    judgeCall: async () => notMeasured(notice),
    isCollected: async () => notMeasured(notice),
    holdersOf: () => [],
  },
})

function notMeasured(notice: string): never {
  throw new TracemallocError('UNTRACED', `This cannot be measured: ${notice}`)
}

class TracedFile implements FileSession {
  /** The tests in the order in which the recorder saw them first, which is the order of its results. */
  readonly #ids = new Set<string>()
  readonly #running = new Set<TestWindow>()
  readonly expectations: FileExpectations
  /** Asked for by each test, and `info` does more than that. */
  readonly findsLeaks: boolean
  /** Errors of tests, which may learn more when the last of them has ended. */
  readonly #errors = new Map<TestWindow, MemoryBudgetError>()

  constructor(
    private readonly recorder: FileRecorder,
    private readonly engine: Engine,
    private readonly root: string,
    private readonly tellRunning: (test: string) => void,
  ) {
    this.findsLeaks = engine.info().mode !== 'function'
    this.expectations = new FileExpectations(recorder, engine, this.#running)
  }

  begin({ name, id, exact = false, budgets = [] }: TestStart): (end: TestEnd) => Promise<TracemallocError | undefined> {
    this.#ids.add(id)
    this.tellRunning(name)
    const window = this.recorder.openTest(name, id, exact)
    this.#running.add(window)
    for (const budget of budgets) this.recorder.limitTest(window, budget)
    return async end => {
      this.#running.delete(window)
      this.tellRunning('')
      if (end.state === 'passed' && this.expectations.isPending(window)) return this.#closeUnjudged(window, end)
      const error = this.#error(await this.recorder.closeTest(window, end))
      if (error) this.#errors.set(window, error)
      return error ?? this.#leakOf(window)
    }
  }

  #leakOf({ leak }: TestWindow): MemoryLeakError | undefined {
    return leak?.leaks ? new MemoryLeakError(leak, this.root) : undefined
  }

  /** The outcome of an expectation that nobody waits for would be lost. */
  async #closeUnjudged(window: TestWindow, end: TestEnd): Promise<TracemallocError> {
    await this.recorder.closeTest(window, { ...end, state: 'failed' })
    const message = 'An expectation about memory was not awaited: write `await expect(…)`.'
    const error = new TracemallocError('NOT_AWAITED', message)
    // Where it stands is not known.
    error.stack = `${error.name}: ${message}`
    return error
  }

  readonly limit = (budget: Budget): void => {
    // Tests that run side by side share a window and get no verdict: it does not matter which of them asks.
    const [window] = this.#running
    if (!window)
      throw new TracemallocError('NO_TEST', 'limitMemory was called while no test was running: call it in a test.')
    quietly(this.engine, () => this.recorder.limitTest(window, budget))
  }

  keepSweep(id: string, failmalloc: SweepResult): void {
    this.recorder.keepSweep(id, failmalloc)
  }

  get lacksHolders(): boolean {
    return this.recorder.lacksHolders
  }

  lookUpHolders(): void {
    this.recorder.lookUpHolders()
    this.#restate()
  }

  /** Runners that still have the errors themselves show what these say by then. */
  #restate(): void {
    for (const [{ violations }, error] of this.#errors) if (error.violations !== violations) error.restate(violations)
  }

  async end(ofRunner?: readonly object[]): Promise<FileEnd> {
    const result = await this.recorder.close(ofRunner)
    this.#restate()
    const error = this.#error(result.violations)
    const missing = this.recorder.missingProfiles
    const { isUncut } = this.recorder
    const sent = {
      ...compact(result, [...this.#ids]),
      ...(isUncut && { isUncut }),
      ...(missing && { error: missing }),
    }
    return { sent, ...(error && { error }) }
  }

  survivors = () => this.recorder.survivors()

  #error(violations: MemoryBudgetError['violations']): MemoryBudgetError | undefined {
    return violations.length === 0 ? undefined : new MemoryBudgetError(violations, this.root)
  }
}
