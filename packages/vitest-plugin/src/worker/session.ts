import { type FileSession as CoreSession, createMatchers, leaveInRealm, openSession } from '@tracemalloc/core/worker'
import type { Payload } from '../payload.js'
import { LeakTests } from './leak-tests.js'
import { MockRegistry, type Spies } from './mock-registry.js'
import { ownRoots } from './own-roots.js'
import { createMapPosition } from './position.js'
import { SignalListeners } from './signal-listeners.js'
import { Sweeps } from './sweeps.js'
import { type FileTask, fullName, isLast, isTriedAgain, type TestTask } from './task.js'
import type { RunnerModule } from './test-calls.js'

/** What the setup file does with one test file. */
export interface FileSession {
  /** Call it when all tests are known, and none has begun. */
  prepare(file: FileTask, runner: () => Promise<RunnerModule>, spies: Spies): Promise<void>
  /** Opens the window of one attempt of a test; the returned function ends it. @throws {MemoryBudgetError} over budget */
  begin(task: TestTask): () => Promise<void>
  /** Leaves in the realm of the tests what they can call. */
  enter(realm: object): void
  /** For `expect.extend`. */
  readonly matchers: ReturnType<typeof createMatchers>
  /** Ends the file's window and leaves the results in its meta. @throws {MemoryBudgetError} over budget */
  end(file: FileTask): Promise<void>
}

/**
 * Opens the window of a test file. Starts the tracer when this isolate has none; never fails on account of it.
 * @param file absolute path
 * @param realmError of the realm that the tests run in, with its stack trace handler if it has one
 */
export async function openFile(payload: Payload, file: string, realmError = Error): Promise<FileSession> {
  const prepare = realmError.prepareStackTrace ?? Error.prepareStackTrace
  const mapPosition = prepare && createMapPosition(prepare)
  const mocks = new MockRegistry()
  const loosen = () => mocks.loosen()
  const session = openSession(payload, file, { mapPosition, ownRoots, existing: 'met' }, loosen)
  const leaks = new LeakTests(session, payload, file)
  const sweeps = new Sweeps(session, payload, file)
  const matchers = createMatchers(session.expectations, { Error: realmError })
  return {
    enter: realm => leaveInRealm(realm, { limitMemory: session.limit, matchers }),
    prepare: (task, runner, spies) => {
      mocks.spies = spies
      leaks.prepare(task)
      return sweeps.prepare(task, runner)
    },
    begin: task => sweeps.begin(task, () => beginTask(session, leaks, task)),
    matchers,
    end: async task => {
      const { sent, error } = await session.end()
      task.meta.tracemalloc = sent
      if (error) throw error
    },
  }
}

function beginTask(session: CoreSession, leakTests: LeakTests, task: TestTask): () => Promise<void> {
  const leaks = leakTests.runsOf(task)
  const exact = task.meta.memory !== undefined || leaks !== undefined
  const errors = errorsOf(task)
  const listeners = new SignalListeners(task.context?.signal)
  const end = session.begin({ name: fullName(task), id: task.id, exact })
  return async () => {
    const budget = task.meta.memory
    listeners.remove()
    const error = await end({
      // Those of earlier attempts stay.
      state: errorsOf(task) > errors ? 'failed' : 'passed',
      concurrent: task.concurrent === true,
      isRead: !task.fails && !isTriedAgain(task),
      ...(budget && { budget }),
      ...(leaks && { leaks }),
    })
    if (session.lacksHolders && isLast(task) && !(error && isTriedAgain(task))) session.lookUpHolders()
    // A test that is expected to fail would take the error for the expected one.
    if (error && !task.fails) throw error
  }
}

const errorsOf = ({ result }: TestTask): number => result?.errors?.length ?? 0
