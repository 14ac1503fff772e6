import { type FileSession, type Payload, relativeTo, replayCommand, shellWord, sweepOf } from '@tracemalloc/core/worker'
import { ownRoots } from '../own-roots.js'
import { Asked } from './asked.js'
import { type DescribeBlock, fullName, namesOf, type State, type Test } from './circus.js'
import { loadFailmalloc } from './load-failmalloc.js'
import type { Reruns } from './reruns.js'
import { SweptTest } from './swept-test.js'

/** The tests of a file that are run again with failing allocations. */
export class Sweeps {
  #current: SweptTest | undefined
  /** What is to be done when the sweep of the current test is over; does not when it comes to nothing. */
  #finish: (finished: boolean) => Promise<void> = async () => undefined
  /** What `failmalloc` was called with, by test or suite. */
  readonly #asked = new Asked()

  /** @param file absolute path */
  constructor(
    private readonly payload: Payload,
    private readonly file: string,
    private readonly reruns: Reruns,
  ) {}

  /** `failmalloc`. @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` */
  ask(of: Test | DescribeBlock, options: unknown): void {
    sweepOf(this.payload.options, '', of.name, options)
    this.#asked.add(of, options)
  }

  /** Call it when a test has passed, its window closed. What it throws fails the test. */
  async begin(test: Test, id: string, session: FileSession, { testTimeout = 0 }: State): Promise<void> {
    const { root, options } = this.payload
    const own = sweepOf(options, relativeTo(root, this.file), fullName(test), this.#asked.for(test))
    if (own === undefined) return
    const refused = refusal(test)
    if (refused !== undefined) {
      session.keepSweep(id, { count: 0, tried: 0, failures: [], notices: [refused] })
      return
    }
    const { FailmallocError, TestSweep } = await loadFailmalloc()
    const timeout = test.timeout ?? testTimeout
    const sweep = new TestSweep({ options: own, timeout, root, ownRoots, command: this.#command(test) })
    this.#current = new SweptTest(test, sweep, this.reruns)
    this.#finish = async finished => {
      if (!finished) await sweep.abandon('The test was not run again: Jest had gone on when it passed.')
      session.keepSweep(id, sweep.result)
      if (sweep.result.failures.length > 0 && !own.onlyReport) test.errors.push(new FailmallocError(sweep.result, root))
    }
    await this.#next()
  }

  /** All tests of a block have run. */
  async endBlock(): Promise<void> {
    if (this.#current) await this.#over(false)
  }

  async #next(): Promise<void> {
    if (!(await this.#current?.next(() => this.#next()))) await this.#over(true)
  }

  async #over(finished: boolean): Promise<void> {
    this.#current = undefined
    await this.#finish(finished)
    // It holds the test.
    this.#finish = async () => undefined
  }

  #command(test: Test): string {
    const { root, project } = this.payload
    const only = project === '' ? '' : ` --selectProjects ${shellWord(project)}`
    const jest = `npx jest --reporters=jest-tracemalloc${only}`
    return replayCommand(jest, relativeTo(root, this.file), namesOf(test))
  }
}

function refusal({ concurrent, failing, fn }: Test): string | undefined {
  if (concurrent) return 'A test that runs beside others is not run with failing allocations.'
  if (failing) return 'A test that is expected to fail is not run with failing allocations.'
  if (fn.constructor.name === 'GeneratorFunction') return 'A generator is not run with failing allocations.'
  return undefined
}
