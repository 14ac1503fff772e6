import { isMainThread } from 'node:worker_threads'
import pc from 'picocolors'
import type { Engine } from '../engine/engine.js'
import { TracemallocError } from '../errors.js'
import { LiveObjects } from '../live-objects.js'
import { nothing } from '../model/amount.js'
import type { Site } from '../model/result.js'
import type { SiteExplanation } from '../model/site-explanation.js'
import type { Statistic } from '../model/statistic.js'
import { siteRows } from '../model/violation-text.js'
import { relativeTo } from '../resolve/paths.js'
import { complain, writeStandardError } from '../startup/standard-error.js'
import { takeSnapshot } from '../tracer.js'
import { currentTracing, untraced } from '../tracing.js'
import { localTime } from './local-time.js'
import { viewProgram } from './program-view.js'
import type { ExplainSettings } from './run-settings.js'
import { whose } from './whose.js'

/** Lines that are a smaller part of the largest one are not worth a holder. */
const small = 20

/** Prints who holds what is alive in this thread. */
export class ExplanationPrinter {
  readonly #settings: ExplainSettings
  readonly #isOver: () => boolean
  readonly #root = process.cwd()

  /** @param isOver see `watchProgramEnd` */
  constructor(settings: ExplainSettings, isOver: () => boolean) {
    this.#settings = settings
    this.#isOver = isOver
  }

  /** Prints nothing when the script has stopped tracing. */
  print(): void {
    const engine = currentTracing()?.engine
    if (!engine) return
    try {
      untraced(() => this.#explain(engine))
    } catch (error) {
      if (!(error instanceof TracemallocError)) throw error
      complain(error.message)
    }
  }

  #explain(engine: Engine): void {
    const objects = new LiveObjects(engine)
    engine.collect('full')
    engine.collect('lowMemory')
    const rows = this.#rows()
    if (rows.length === 0) {
      this.#printNothing()
      return
    }
    const explanations = objects.explainAll(
      rows.map(({ traceback }) => [...traceback]),
      this.#settings.limits,
    )
    const sites = rows.map((row, index) => this.#siteOf(row, explanations[index]))
    const [title, ...lines] = [this.#title, ...siteRows(sites, 'retained', sites.length)]
    writeStandardError(`${[pc.createColors(this.#settings.colours).bold(title), ...lines].join('\n')}\n`)
  }

  /** The lines to explain, largest first. */
  #rows(): Statistic[] {
    const { site, top } = this.#settings
    const all = viewProgram(takeSnapshot()).sites.statistics('lineno')
    const isAsked = ({ traceback }: Statistic) => {
      const newest = traceback.at(-1)
      return newest?.filename === site?.filename && newest?.lineno === site?.lineno
    }
    if (site) return all.filter(isAsked)
    const largest = all[0]?.size ?? 0
    return all.slice(0, top === 0 ? undefined : top).filter(({ size }) => size * small >= largest)
  }

  get #title(): string {
    return `${localTime(new Date())}${whose(this.#settings.parent)}: Who holds the memory that is alive`
  }

  #siteOf({ traceback, size, count }: Statistic, explanation: SiteExplanation | undefined): Site {
    const { filename = '', lineno = 0 } = traceback.at(-1) ?? {}
    const amount = { bytes: size, count }
    return {
      file: relativeTo(this.#root, filename),
      line: lineno,
      column: 0,
      function: '',
      domain: 'heap',
      blame: 'yours',
      estimated: false,
      retained: amount,
      allocated: nothing,
      live: amount,
      growth: nothing,
      ...(explanation && explanation.types.length > 0 && { explanation }),
    }
  }

  /** Workers and other processes have their own memory: that they have nothing of a line is no news. */
  #printNothing(): void {
    const { site, parent } = this.#settings
    if (!isMainThread || process.ppid !== parent) return
    const of = site ? ` of ${relativeTo(this.#root, site.filename)}:${site.lineno}` : ''
    const end = this.#isOver()
      ? ' The script is over, and with it what its variables held: look before, with --after or SIGUSR2.'
      : ''
    complain(`${localTime(new Date())}: nothing${of} is alive in the main thread: nobody holds it.${end}`)
  }
}
