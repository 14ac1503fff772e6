import { type Budget, type FileSession, parseBudget, TracemallocError } from '@tracemalloc/core/worker'
import type { SentFile } from '../jest.js'
import {
  type DescribeBlock,
  fullName,
  functionsIn,
  type HandleTestEvent,
  type State,
  suitesOf,
  type Test,
  testsIn,
} from './circus.js'
import type { Environment } from './environment.js'
import { giveMatchers } from './give-matchers.js'

type End = ReturnType<FileSession['begin']>

/** Opens and closes the windows of a test file by the events of jest-circus. */
export class Listener {
  /** `undefined` until the runner sends its first event. */
  session: FileSession | undefined
  /** What the file's window told; `undefined` when the runner sent no events. */
  sent: SentFile | undefined
  // Weak: what they hold lives in the test file's realm.
  readonly #ids = new WeakMap<Test, string>()
  readonly #ends = new WeakMap<Test, End>()
  readonly #budgets = new WeakMap<DescribeBlock, Budget[]>()
  /** While tests are being defined. It must not be kept longer, see `State`. */
  #defining: State | undefined
  #running = 0
  #nextId = 0

  /**
   * @param open opens the window of the file: when Jest has loaded what it needs into its realm, before any module
   * @param exact the tests have budgets of the file's own
   */
  constructor(
    private readonly open: () => FileSession,
    private readonly exact: boolean,
  ) {}

  /** Hears all events of the file. The environment's own handler runs outside of the windows of tests. */
  listen(environment: Environment): void {
    const own: HandleTestEvent = environment.handleTestEvent?.bind(environment) ?? (() => undefined)
    environment.handleTestEvent = (event, state) => {
      if (event.name === 'test_done') return this.#endTest(event.test).then(() => own(event, state))
      if (event.name === 'setup') {
        this.#start(state)
        if (this.session) giveMatchers(this.session, environment, event.runtimeGlobals.expect)
      }
      if (event.name === 'run_start') this.#defining = undefined
      const handled = own(event, state)
      if (event.name === 'test_started') return after(handled, () => this.#begin(event.test))
      if (event.name === 'run_finish') return after(handled, () => this.#endFile(state))
      return handled
    }
  }

  /** `limitMemory`: of the test that is running, or of the tests of the suite that is being defined. */
  readonly limit = (budget: Budget): void => {
    if (this.#running > 0) {
      this.session?.limit(budget)
      return
    }
    const suite = this.#defining?.currentDescribeBlock
    if (suite === undefined) {
      const advice = 'call it in a test, a describe, or at the top of the file'
      throw new TracemallocError('NO_TEST', `limitMemory was called while no test was running: ${advice}.`)
    }
    parseBudget(budget, 'limitMemory', `suite "${suite.name}"`)
    this.#budgets.set(suite, [...(this.#budgets.get(suite) ?? []), budget])
  }

  #start(state: State): void {
    this.session = this.open()
    this.#defining = state
  }

  #begin(test: Test): void {
    const id = this.#ids.get(test) ?? String(this.#nextId++)
    this.#ids.set(test, id)
    const budgets = suitesOf(test).flatMap(suite => this.#budgets.get(suite) ?? [])
    this.#running++
    const end = this.session?.begin({ name: fullName(test), id, exact: this.exact, budgets })
    if (end) this.#ends.set(test, end)
  }

  async #endTest(test: Test): Promise<void> {
    const { concurrent, errors, failing } = test
    const error = await this.#ends.get(test)?.({ state: errors.length > 0 ? 'failed' : 'passed', concurrent })
    this.#running--
    // A test that is expected to fail has failed when it comes to this.
    if (error && !failing) errors.push(error)
  }

  async #endFile({ rootDescribeBlock, unhandledErrors }: State): Promise<void> {
    const ended = await this.session?.end(functionsIn(rootDescribeBlock))
    if (!ended) return
    const { sent, error } = ended
    this.sent = { file: sent, ids: testsIn(rootDescribeBlock, test => this.#ids.get(test) ?? '') }
    if (error) unhandledErrors.push(error)
  }
}

/** These events are awaited. */
async function after(handled: unknown, work: () => void | Promise<void>): Promise<void> {
  await handled
  await work()
}
