// Jest requires its reporters, and tests that are CommonJS require `limitMemory`: hence CommonJS. It loads the rest when
// it reports only, since it is evaluated once per test file that imports it.
import { writeSync } from 'node:fs'
import type { Budget, Options, OwnFailmalloc, OwnLeaks, Report } from '@tracemalloc/core' with {
  'resolution-mode': 'import',
}
import type { AggregatedResult, GlobalConfig, TestFile } from './jest.js' with { 'resolution-mode': 'import' }
import type { Run } from './run.js' with { 'resolution-mode': 'import' }

/**
 * Limits what a test may retain and allocate, from its start to its end; a test over its budget fails. Called in a test
 * it is for this test, in a `describe` for each of its tests, and outside of both for all tests of the file. Wins over
 * the budgets of the docblock and of the options, metric by metric; the innermost one wins. Without the reporter it does
 * nothing. Concurrent tests share a window and get no verdict.
 *
 * @example limitMemory({ retained: '4 MiB' })
 * @throws {TracemallocError} `BAD_SIZE`, `BAD_OPTION` or `UNKNOWN_OPTION` when this is not a budget; `NO_TEST` when it is
 * called in a hook that belongs to no test
 */
export function limitMemory(budget: Budget): void {
  tellWorker('limitMemory', budget, limitMemory)
}

/** Calls what the worker half has left in the world of the test file. */
function tellWorker<T>(name: string, value: T, caller: (value: T) => void): void {
  try {
    ;(globalThis as { [key: symbol]: ((value: T) => void) | undefined })[Symbol.for(`tracemalloc.${name}`)]?.(value)
  } catch (error) {
    // So that Jest shows the user's line. It comes from another realm, and is no instance of this one's Error.
    if (typeof error === 'object' && error !== null) Error.captureStackTrace(error, caller)
    throw error
  }
}

/**
 * Runs a test again with each of its allocations failing, and fails it when it handles that badly. Called in a test it is
 * for this test, in a `describe` for each of its tests, and outside of both for all tests of the file; the innermost one
 * wins. Without the reporter it does nothing.
 *
 * @param options `false`: not this one
 * @example failmalloc({ max: 20 })
 * @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION`; `NO_TEST` when it is called in a hook that belongs to no test
 */
export function failmalloc(options: OwnFailmalloc = true): void {
  tellWorker('failmalloc', options, failmalloc)
}

/**
 * Runs a test several times, and fails it when each run after the warm-ups leaves more alive than there was before. Called in
 * a test it is for this test, in a `describe` for each of its tests, and outside of both for all tests of the file; the
 * innermost one wins. Without the reporter it does nothing.
 *
 * @param options `false`: not this one
 * @example checkLeaks({ warmups: 5, runs: 3 })
 * @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION`; `NO_TEST` when it is called in a hook that belongs to no test
 */
export function checkLeaks(options: OwnLeaks = true): void {
  tellWorker('checkLeaks', options, checkLeaks)
}

/** Types the options of a config file: `module.exports = defineConfig({ … })`. Returns what it is given. */
export const defineConfig = (options: Options): Options => options

/**
 * Jest's reporter `jest-tracemalloc`: traces the memory of every test, prints what grew and where, and fails what is over
 * its budget. Needs no configuration.
 */
export class TracemallocReporter {
  private run: Run | undefined
  private result: Report | undefined

  constructor(
    private readonly globalConfig: GlobalConfig,
    private readonly options: Options = {},
  ) {
    // The other modules are ESM, and Jest makes its next reporter at once.
    if (globalConfig.reporters?.length === 1) globalConfig.reporters.push(['default', {}])
  }

  /** @throws {TracemallocError} before any test runs, when the options or a config file are wrong */
  async onRunStart({ numTotalTestSuites }: AggregatedResult): Promise<void> {
    const { Run } = await import('./run.js')
    this.run = await Run.start(this.globalConfig, this.options, numTotalTestSuites)
  }

  onTestFileStart(file: TestFile): void {
    this.run?.prepare(file)
  }

  async onRunComplete(_: unknown, results: AggregatedResult): Promise<void> {
    this.result = await this.run?.report(results)
    // With `--bail` Jest ends without asking for errors.
    process.once('exit', this.printAtExit)
  }

  /** Jest asks for it when all reporters are done: what is printed here comes last. */
  getLastError(): Error | undefined {
    const { failed = false } = this.result ?? {}
    this.print()
    return failed ? new Error('over the memory budget of the run') : undefined
  }

  private print(): void {
    process.off('exit', this.printAtExit)
    // Standard output is for `--json`.
    process.stderr.write(this.takeText())
  }

  /** By then Jest has silenced the streams. */
  private readonly printAtExit = (): void => {
    writeSync(2, this.takeText())
  }

  private takeText(): string {
    if (this.result === undefined) return ''
    const { text, error } = this.result
    this.result = undefined
    return `\n${text}\n${error === '' ? '' : `\n${error}\n`}`
  }
}

/** What Jest takes. @alias */
export default TracemallocReporter
