import { type Budget, type FileSession, type Loosen, parseBudget } from '@tracemalloc/core/worker'
import type { SentFile } from '../jest.js'
import {
  type DescribeBlock,
  type Event,
  fullName,
  functionsIn,
  type HandleTestEvent,
  type Hook,
  isTriedAgain,
  type State,
  suitesOf,
  type Test,
  testsIn,
} from './circus.js'
import type { Environment } from './environment.js'
import { giveMatchers } from './give-matchers.js'
import type { LeakTests } from './leak-tests.js'
import { noTest } from './no-test.js'
import type { Reruns } from './reruns.js'
import { loosenSpies } from './spy-state.js'
import type { Sweeps } from './sweeps.js'

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
  #current: Test | undefined
  #nextId = 0
  /** Whether a test that fails now is tried again. */
  #isTriedAgain: (test: Test) => boolean = () => false
  /** Does without what only Jest holds; the returned function undoes that. */
  #loosen: Loosen = tight

  /**
   * @param open opens the window of the file: when Jest has loaded what it needs into its realm, before any module
   * @param exact the tests have budgets of the file's own
   * @param leaks runs tests again to see whether they leak
   * @param sweeps runs tests again with failing allocations
   */
  constructor(
    private readonly open: (loosen: Loosen) => FileSession,
    private readonly exact: boolean,
    private readonly reruns: Reruns,
    private readonly leaks: LeakTests,
    private readonly sweeps: Sweeps,
  ) {}

  /** Hears all events of the file. The environment's own handler runs outside of the windows of tests. */
  listen(environment: Environment): void {
    const own: HandleTestEvent = environment.handleTestEvent?.bind(environment) ?? (() => undefined)
    environment.handleTestEvent = (event, state) => {
      if (this.reruns.isOfCopy(event)) return this.#hearCopy(event, () => own(event, state))
      if (event.name === 'test_done') return this.#endTest(event.test, state).then(() => own(event, state))
      if (event.name === 'run_describe_finish') return this.#endBlock().then(() => own(event, state))
      if (event.name === 'setup') {
        this.#start(state)
        this.reruns.setup(event.runtimeGlobals.expect)
        this.#loosen = () => loosenSpies(environment)
        this.#isTriedAgain = test => isTriedAgain(test, environment.global)
        if (this.session) giveMatchers(this.session, environment, event.runtimeGlobals.expect)
      }
      if (event.name === 'run_start') this.#defining = undefined
      // The file's tests have ended, and its hooks have not begun to clean up.
      if (event.name === 'hook_start' && endsFile(event.hook)) this.session?.lookUpHolders()
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
    if (suite === undefined) throw noTest('limitMemory')
    parseBudget(budget, 'limitMemory', `suite "${suite.name}"`)
    this.#budgets.set(suite, [...(this.#budgets.get(suite) ?? []), budget])
  }

  /** `failmalloc`: of the test that is running, or of the tests of the suite that is being defined. */
  readonly askForSweep = (options: unknown): void => this.#ask('failmalloc', this.sweeps, options)

  /** `checkLeaks`: likewise. */
  readonly askForLeaks = (options: unknown): void => this.#ask('checkLeaks', this.leaks, options)

  #ask(called: string, asked: Sweeps | LeakTests, options: unknown): void {
    // When the test is run again it is called again.
    if (this.reruns.running) return
    const target = this.#current ?? this.#defining?.currentDescribeBlock
    if (target === undefined) throw noTest(called)
    asked.ask(target, options)
  }

  /** The environment's own handler need not know what goes wrong on purpose. */
  async #hearCopy(event: Event, own: () => unknown): Promise<void> {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') return
    if (event.name === 'test_done') await this.reruns.rerunnerOf(event.test)?.done(event.test)
    await own()
    if (event.name === 'test_started') this.reruns.rerunnerOf(event.test)?.started?.(event.test)
  }

  #start(state: State): void {
    this.session = this.open(() => this.#loosen())
    this.#defining = state
  }

  #begin(test: Test): void {
    const id = this.#ids.get(test) ?? String(this.#nextId++)
    this.#ids.set(test, id)
    this.#current = test
    this.#open(test)
  }

  /** Opens the window of a run of it. */
  #open(test: Test): void {
    const id = this.#ids.get(test) ?? ''
    const budgets = suitesOf(test).flatMap(suite => this.#budgets.get(suite) ?? [])
    const exact = this.exact || this.#runsOf(test) !== undefined
    this.#running++
    const end = this.session?.begin({ name: fullName(test), id, exact, budgets })
    if (end) this.#ends.set(test, end)
  }

  /** @returns what fails the test */
  async #close(test: Test, state: 'passed' | 'failed'): Promise<unknown> {
    const leaks = this.#runsOf(test)
    const error = await this.#ends.get(test)?.({
      state,
      concurrent: test.concurrent,
      isRead: !test.failing && !this.#isTriedAgain(test),
      ...(leaks && { leaks }),
    })
    this.#running--
    return error
  }

  async #endTest(test: Test, state: State): Promise<void> {
    const { errors, failing } = test
    const error = await this.#close(test, errors.length > 0 ? 'failed' : 'passed')
    this.#current = undefined
    // A test that is expected to fail has failed when it comes to this.
    if (error && !failing) errors.push(error)
    else if (errors.length === 0) await this.#lookForLeaks(test, () => this.#sweep(test, state))
  }

  async #lookForLeaks(test: Test, then: () => Promise<void>): Promise<void> {
    const runs = this.#runsOf(test)
    if (!runs) return then()
    const begin = (again: Test) => {
      this.#open(again)
      return (state: 'passed' | 'failed') => this.#close(again, state)
    }
    await this.leaks.begin(test, runs, begin, async () => {
      if (test.errors.length === 0) await then()
    })
  }

  #runsOf(test: Test): ReturnType<LeakTests['runsOf']> {
    return this.session?.findsLeaks ? this.leaks.runsOf(test) : undefined
  }

  async #endBlock(): Promise<void> {
    await this.sweeps.endBlock()
    this.reruns.endBlock()
  }

  async #sweep(test: Test, state: State): Promise<void> {
    try {
      if (this.session) await this.sweeps.begin(test, this.#ids.get(test) ?? '', this.session, state)
    } catch (error) {
      test.errors.push(error)
    }
  }

  async #endFile({ rootDescribeBlock, unhandledErrors }: State): Promise<void> {
    this.reruns.close()
    this.#isTriedAgain = () => false
    const ended = await this.session?.end(functionsIn(rootDescribeBlock))
    this.#loosen = tight
    if (!ended) return
    const { sent, error } = ended
    this.sent = { file: sent, ids: testsIn(rootDescribeBlock, test => this.#ids.get(test) ?? '') }
    if (error) unhandledErrors.push(error)
  }
}

const endsFile = ({ type, parent }: Hook): boolean => type === 'afterAll' && parent.parent === undefined

const tight = () => () => undefined

/** These events are awaited. */
async function after(handled: unknown, work: () => void | Promise<void>): Promise<void> {
  await handled
  await work()
}
