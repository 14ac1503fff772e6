// Preloaded by `tracemalloc run` into the script's process, the processes that it forks, and all their threads.
import { isMainThread } from 'node:worker_threads'
import { dumpSnapshots } from '../startup/dumps.js'
import { orEnd } from '../startup/end.js'
import { requestedDump } from '../startup/environment.js'
import { watchProgramEnd } from '../startup/program-end.js'
import { startTracing } from '../startup/start.js'
import { untraced } from '../tracing.js'
import { BlockPrinter } from './block-printer.js'
import { beforeDeadlySignal } from './deadly-signals.js'
import { type RunSettings, settingsOf } from './run-settings.js'

const settings = settingsOf<RunSettings>(import.meta.url)
if (orEnd(() => startTracing(settings.frames))) untraced(() => watch(settings))

function watch(settings: RunSettings): void {
  const dump = requestedDump(process.env)
  const isOver = watchProgramEnd()
  const dumpLast = dump === undefined ? undefined : dumpSnapshots(dump, isOver)
  const blocks = new BlockPrinter(settings, isOver)
  process.on('exit', () => blocks.print())
  if (isMainThread) {
    beforeDeadlySignal(() => {
      dumpLast?.()
      blocks.print()
    })
  }
  if (settings.every !== undefined) printEvery(settings.every, blocks)
}

/** The script has all of this time between blocks: of an interval, a block that takes longer would leave it nothing. */
function printEvery(milliseconds: number, blocks: BlockPrinter): void {
  const timer = setTimeout(() => {
    blocks.print()
    timer.refresh()
  }, milliseconds).unref()
}
