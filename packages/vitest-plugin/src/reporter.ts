import { checkedOptions, collect, type Options, type ParsedOptions, PostMortems, reportRun } from '@tracemalloc/core'
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { outcomes } from './collect.js'
import { annotatesFailures, bringDefaultReporters, moveLast } from './companions.js'
import { CompiledModules, takesCompiled } from './compiled-modules.js'
import { completeErrorsOf } from './complete-errors.js'
import { EarlyExit } from './early-exit.js'
import { injectSetup } from './inject.js'
import { environmentsOf, moduleMap } from './module-maps.js'
import { reporterOptions } from './options.js'
import { OriginalPlaces } from './original-places.js'
import { unmeasured } from './unmeasured.js'
import { ownRoots } from './worker/own-roots.js'

/**
 * Vitest's reporter `tracemalloc`: traces the memory of every test, prints what grew and where, and fails what is over
 * its budget. Needs no configuration. The workers measure, and judge tests and files; this half judges the run, prints
 * and writes.
 */
export class TracemallocReporter implements Reporter {
  private vitest!: Vitest
  private earlyExit!: EarlyExit
  private options!: ParsedOptions
  private browsers: readonly string[] = []
  private modules: readonly TestModule[] = []
  private readonly postMortems = new PostMortems()
  private readonly places = new OriginalPlaces()
  private readonly compiled = new CompiledModules()

  constructor(private readonly given: Options = {}) {}

  /** @throws {TracemallocError} before any test runs, when the options or a config file are wrong */
  async onInit(vitest: Vitest): Promise<void> {
    this.vitest = vitest
    this.earlyExit = new EarlyExit(vitest)
    const { root, mergeReports } = vitest.config
    this.options = await checkedOptions(root, reporterOptions(vitest, this.given))
    const { place: postMortems } = this.postMortems
    const { folder: compiled } = this.compiled
    if (!mergeReports) this.browsers = injectSetup(vitest, { root, options: this.options, postMortems, compiled })
    // By now Vitest is through with calling its reporters' `onInit`: before, they must not be moved.
    moveLast(vitest, this)
    await bringDefaultReporters(vitest)
  }

  onTestRunStart(files: readonly TestSpecification[]): void {
    this.compiled.prepare(files.filter(({ project }) => takesCompiled(project)).length)
    if (this.vitest.version.startsWith('3.')) this.earlyExit.watch()
  }

  /** Comes before any reporter prints the errors of the run, or writes its results. */
  onTestModuleEnd(module: TestModule): void {
    const { root } = this.vitest.config
    this.places.complete(module, root)
    completeErrorsOf(module, root)
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    this.modules = modules
    this.earlyExit.unwatch()
    this.places.forget()
    if (!this.vitest.version.startsWith('3.')) await this.report()
  }

  /** Vitest 3 only: called right after `onTestRunEnd`, and its own reporters print their summary here. */
  async onFinished(): Promise<void> {
    await this.report()
  }

  private async report(): Promise<void> {
    const { vitest, options } = this
    const { root, shard, snapshotOptions } = vitest.config
    const { text, error, failed } = await reportRun({
      collected: collect(outcomes(this.modules), options.top),
      options,
      runner: { name: 'vitest', version: vitest.version },
      root,
      update: snapshotOptions.updateSnapshot,
      shard,
      annotated: annotatesFailures(vitest) ? ['test', 'file'] : [],
      notes: this.notes(),
    })
    vitest.logger.log(`\n${text}\n`)
    if (error !== '') vitest.logger.error(error)
    if (failed) process.exitCode = 1
  }

  private notes(): string[] {
    const { root } = this.vitest.config
    const mapOf = (file: string) => moduleMap(environmentsOf(this.vitest), file)
    const lost = this.postMortems.take({ root, ownRoots, mapOf }, this.options.mode !== 'exact')
    return [...unmeasured(this.modules, root), ...lost, ...this.browsers.map(browserNote)]
  }
}

const browserNote = (name: string): string => `${name || 'This project'} runs in a browser, where nothing is traced.`
