import { type Budget, type FileSession, parseBudget, TracemallocError } from '@tracemalloc/core/worker'
import type { SentFile } from '../jest.js'
import { type DescribeBlock, type Event, fullName, type State, suitesOf, type Test, testsIn } from './circus.js'
import type { Environment } from './environment.js'

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

  /** Hears all events of the file: what starts, before the environment's own handler does; what ends, after it. */
  listen(environment: Environment): void {
    const own = environment.handleTestEvent?.bind(environment)
    environment.handleTestEvent = (event, state) => {
      if (event.name === 'setup') {
        this.session = this.open()
        this.#defining = state
      }
      if (event.name === 'run_start') this.#defining = undefined
      if (event.name === 'test_started') this.#begin(event.test as Test)
      const handled = own?.(event, state)
      return event.name === 'test_done' || event.name === 'run_finish' ? this.#end(event, state, handled) : handled
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

  #begin(test: Test): void {
    const id = this.#ids.get(test) ?? String(this.#nextId++)
    this.#ids.set(test, id)
    const budgets = suitesOf(test).flatMap(suite => this.#budgets.get(suite) ?? [])
    this.#running++
    const end = this.session?.begin({ name: fullName(test), id, exact: this.exact, budgets })
    if (end) this.#ends.set(test, end)
  }

  async #end({ name, test }: Event, state: State, handled: unknown): Promise<void> {
    await handled
    if (name === 'run_finish') await this.#endFile(state)
    else if (test) await this.#endTest(test)
  }

  async #endTest(test: Test): Promise<void> {
    const { concurrent, errors, failing } = test
    const error = await this.#ends.get(test)?.({ state: errors.length > 0 ? 'failed' : 'passed', concurrent })
    this.#running--
    // A test that is expected to fail has failed when it comes to this.
    if (error && !failing) errors.push(error)
  }

  async #endFile({ rootDescribeBlock, unhandledErrors }: State): Promise<void> {
    release(rootDescribeBlock)
    const ended = await this.session?.end()
    if (!ended) return
    const { sent, error } = ended
    this.sent = { file: sent, ids: testsIn(rootDescribeBlock, test => this.#ids.get(test) ?? '') }
    if (error) unhandledErrors.push(error)
  }
}

/** Functions of tests and hooks that will not be called again: it is Jest that keeps them, not the user. */
function release(block: DescribeBlock): void {
  block.hooks = []
  for (const child of block.children) {
    if (child.type === 'test') child.fn = undefined
    else release(child)
  }
}
