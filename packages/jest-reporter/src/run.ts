import { checkedOptions, collect, type ParsedOptions, PostMortems, type Report, reportRun } from '@tracemalloc/core'
import { outcomes } from './collect.js'
import { injectRunner } from './inject.js'
import type { AggregatedResult, GlobalConfig, TestFile } from './jest.js'
import { jestVersion, requireOfJest } from './jest-core.js'
import { markLastFiles } from './last-files.js'
import { reporterOptions } from './options.js'
import { ownRoots } from './own-roots.js'
import { sendPayload } from './payload.js'
import { rootOf } from './root.js'
import { unmeasured } from './unmeasured.js'

/** One run of the tests in the main process. The workers measure, and judge tests and files; this judges the run. */
export class Run {
  private started = 0
  private readonly postMortems = new PostMortems()

  private constructor(
    private readonly globalConfig: GlobalConfig,
    private readonly root: string,
    private readonly options: ParsedOptions,
    private readonly files: number,
  ) {
    markLastFiles(globalConfig, false)
  }

  /**
   * @param files how many test files there are
   * @throws {TracemallocError} before any test runs, when the options or a configuration file are wrong
   */
  static async start(globalConfig: GlobalConfig, given: object, files: number): Promise<Run> {
    const root = rootOf(globalConfig)
    const options = await checkedOptions(root, await reporterOptions(root, given))
    const run = new Run(globalConfig, root, options, files)
    const { place: postMortems } = run.postMortems
    sendPayload({ root, options, postMortems, transform: requireOfJest(root).resolve('@jest/transform') })
    return run
  }

  /** Before a worker gets the file. */
  prepare(file: TestFile): void {
    this.started++
    // Each worker may end with any of as many files as there are workers.
    if (this.started > this.files - this.globalConfig.maxWorkers) markLastFiles(this.globalConfig, true)
    injectRunner(file)
  }

  report({ testResults, wasInterrupted }: AggregatedResult): Promise<Report> {
    const { root } = this
    const { updateSnapshot: update, shard, reporters = [] } = this.globalConfig
    const annotates = reporters.some(([name]) => name === 'github-actions')
    // Of a part of the run nothing can be said about the whole.
    const options = wasInterrupted ? { ...this.options, budgets: { ...this.options.budgets, run: {} } } : this.options
    return reportRun({
      collected: collect(outcomes(testResults)),
      options,
      runner: { name: 'jest', version: jestVersion(root) },
      root,
      update,
      annotated: annotates ? ['test'] : [],
      shard: shard && { index: shard.shardIndex, count: shard.shardCount },
      notes: [...unmeasured(testResults, root), ...this.postMortems.take({ root, ownRoots }, options.mode !== 'exact')],
    })
  }
}
