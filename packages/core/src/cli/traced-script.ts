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

const settings = settingsOf(import.meta.url)
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
  if (settings.every !== undefined) setInterval(() => blocks.print(), settings.every).unref()
}
