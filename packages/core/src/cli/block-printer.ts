import { appendFileSync } from 'node:fs'
import pc from 'picocolors'
import { formatTop } from '../report/top.js'
import { complain, writeStandardError } from '../startup/standard-error.js'
import { reasonOf } from '../storage/whole-file.js'
import { getTracemallocMemory, takeSnapshot } from '../tracer.js'
import { currentTracing, untraced } from '../tracing.js'
import { localTime } from './local-time.js'
import { blockOf, type Moment } from './moment.js'
import type { RunSettings } from './run-settings.js'
import { whose } from './whose.js'

/** Prints what is alive in this thread, each time compared to the time before. */
export class BlockPrinter {
  readonly #settings: RunSettings
  readonly #isOver: () => boolean
  readonly #root = process.cwd()
  #last: Moment | undefined

  /** @param isOver see `watchProgramEnd` */
  constructor(settings: RunSettings, isOver: () => boolean) {
    this.#settings = settings
    this.#isOver = isOver
  }

  /** Prints nothing when the script has stopped tracing. */
  print(): void {
    const engine = currentTracing()?.engine
    if (!engine) return
    untraced(() => {
      const garbage = this.#isOver()
      if (!garbage) engine.collect('full')
      const now = takeMoment(garbage)
      this.#write(`${this.#format(now)}\n`)
      this.#last = now
    })
  }

  #format(now: Moment): string {
    const { top, colours, parent } = this.#settings
    const block = blockOf(now, this.#settings, this.#last)
    const name = `${block.name}${whose(parent)}`
    return formatTop({ ...block, name }, { top, root: this.#root, paint: pc.createColors(colours) })
  }

  #write(text: string): void {
    const { output } = this.#settings
    try {
      if (output === undefined) writeStandardError(text)
      else appendFileSync(output, text)
    } catch (error) {
      complain(`${output} cannot be written: ${reasonOf(error)}.`)
    }
  }
}

function takeMoment(garbage: boolean): Moment {
  const memory = { rss: process.memoryUsage.rss(), tracemalloc: getTracemallocMemory() }
  return { name: localTime(new Date()), snapshot: takeSnapshot(), garbage, process: memory }
}
