import {
  type Budget,
  createLocator,
  type Engine,
  FileRecorder,
  MemoryBudgetError,
  parseBudget,
  settle,
  type TestWindow,
  TracemallocError,
} from '@tracemalloc/core/worker'
import { compact } from '../compact.js'
import { ownRoots } from '../own-roots.js'
import type { Payload } from '../payload.js'
import { createMapPosition } from './position.js'
import { type FileTask, fullName, type TestTask } from './task.js'
import { tracer } from './tracer.js'

/** What the setup file does with one test file. */
export interface FileSession {
  /** Opens the window of one attempt of a test; the returned function ends it. @throws {MemoryBudgetError} over budget */
  begin(task: TestTask): () => Promise<void>
  /** Sets the budget of the test that is running. */
  readonly limit: (budget: Budget) => void
  /** Ends the file's window and leaves the results in its meta. @throws {MemoryBudgetError} over budget */
  end(file: FileTask): Promise<void>
}

/**
 * Opens the window of a test file. Starts the tracer when this isolate has none; never fails on account of it.
 * @param file absolute path
 * @param prepare the stack trace handler of the realm that the tests run in, if it has one
 */
export async function openFile(
  { options, root, project }: Payload,
  file: string,
  prepare = Error.prepareStackTrace,
): Promise<FileSession> {
  const { engine, notice = '' } = tracer(options)
  if (!engine) return untraced(notice)
  const mapPosition = prepare && createMapPosition(prepare)
  const locate = createLocator({ root, mapPosition, ownRoots })
  const recorder = new FileRecorder({ engine, root, project, locate, options, settle, ownRoots }, file)
  return new TracedFile(recorder, engine, root)
}

/** Without a tracer the tests run all the same, and the reporter learns why there is nothing to show. */
const untraced = (notice: string): FileSession => ({
  begin: () => async () => {},
  limit: budget => void parseBudget(budget, 'limitMemory', 'a test'),
  end: async file => {
    file.meta.tracemalloc = { version: 1, notice }
  },
})

class TracedFile implements FileSession {
  /** The tests in the order in which the recorder saw them first, which is the order of its results. */
  private readonly ids = new Set<string>()
  private readonly running = new Set<TestWindow>()

  constructor(
    private readonly recorder: FileRecorder,
    private readonly engine: Engine,
    private readonly root: string,
  ) {}

  begin(task: TestTask): () => Promise<void> {
    this.ids.add(task.id)
    const window = this.recorder.openTest(fullName(task), task.id, task.meta.memory !== undefined)
    this.running.add(window)
    return () => this.finish(task, window)
  }

  private async finish(task: TestTask, window: TestWindow): Promise<void> {
    this.running.delete(window)
    const budget = task.meta.memory
    const violations = await this.recorder.closeTest(window, {
      state: task.result?.errors?.length ? 'failed' : 'passed',
      concurrent: task.concurrent === true,
      ...(budget && { budget }),
    })
    // A test that is expected to fail would take the error for the expected one.
    if (violations.length > 0 && !task.fails) throw new MemoryBudgetError(violations, this.root)
  }

  readonly limit = (budget: Budget): void => {
    // Tests that run side by side share a window and get no verdict: it does not matter which of them asks.
    const [window] = this.running
    if (!window)
      throw new TracemallocError('NO_TEST', 'limitMemory was called while no test was running: call it in a test.')
    this.engine.pause()
    try {
      this.recorder.limitTest(window, budget)
    } finally {
      this.engine.resume()
    }
  }

  async end(file: FileTask): Promise<void> {
    const result = await this.recorder.close()
    file.meta.tracemalloc = compact(result, [...this.ids])
    if (result.violations.length > 0) throw new MemoryBudgetError(result.violations, this.root)
  }
}
