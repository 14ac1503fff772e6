import {
  loadConfig,
  type Options,
  type ParsedOptions,
  type RunResult,
  requestedEngine,
  toJson,
} from '@tracemalloc/core'
import pc from 'picocolors'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { collect } from './collect.js'
import { bringDefaultReporters, moveLast } from './companions.js'
import { injectSetup } from './inject.js'
import { reporterOptions } from './options.js'
import { writeOutputFile } from './output-file.js'
import { brokenByRun, reportText } from './print.js'
import { runResult } from './run-result.js'
import { unmeasured } from './unmeasured.js'

/**
 * Vitest's reporter `tracemalloc`: traces the memory of every test, prints what grew and where, and fails what is over
 * its budget. Needs no configuration. The workers measure, and judge tests and files; this half judges the run, prints
 * and writes.
 */
export class TracemallocReporter implements Reporter {
  private vitest!: Vitest
  private options!: ParsedOptions
  private browsers: readonly string[] = []
  private modules: readonly TestModule[] = []

  constructor(private readonly given: Options = {}) {}

  /** @throws {TracemallocError} before any test runs, when the options or a config file are wrong */
  async onInit(vitest: Vitest): Promise<void> {
    this.vitest = vitest
    this.options = await this.checkedOptions()
    const { root, mergeReports } = vitest.config
    if (!mergeReports) this.browsers = injectSetup(vitest, { root, options: this.options })
    // By now Vitest is through with calling its reporters' `onInit`: before, they must not be moved.
    moveLast(vitest, this)
    await bringDefaultReporters(vitest)
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    this.modules = modules
    if (!this.vitest.version.startsWith('3.')) await this.report()
  }

  /** Vitest 3 only: called right after `onTestRunEnd`, and its own reporters print their summary here. */
  async onFinished(): Promise<void> {
    await this.report()
  }

  private async checkedOptions(): Promise<ParsedOptions> {
    try {
      requestedEngine()
      const { options } = await loadConfig(this.vitest.config.root, reporterOptions(this.vitest, this.given))
      return options
    } catch (error) {
      // Vitest prints the whole stack of what stops it; of a mistake in the options the message says it all.
      if (error instanceof Error) error.stack = `${error.name}: ${error.message}`
      throw error
    }
  }

  private async report(): Promise<void> {
    const { vitest, options } = this
    const run = runResult(collect(this.modules), options, vitest.version)
    const notes = [...unmeasured(this.modules, vitest.config.root), ...this.browsers.map(browserNote)]
    vitest.logger.log(`\n${reportText(run, options, notes)}\n`)
    if (brokenByRun(run).length > 0) process.exitCode = 1
    await this.write(run)
  }

  private async write(run: RunResult): Promise<void> {
    const { outputFile } = this.options
    if (outputFile === undefined) return
    try {
      await writeOutputFile(this.vitest.config.root, outputFile, toJson(run))
    } catch (error) {
      this.vitest.logger.error(pc.red(error instanceof Error ? error.message : String(error)))
      process.exitCode = 1
    }
  }
}

const browserNote = (name: string): string => `${name || 'This project'} runs in a browser, where nothing is traced.`
