// Preloaded by `tracemalloc explain` into the script's process, the processes that it forks, and all their threads.
import { isMainThread } from 'node:worker_threads'
import { orEnd } from '../startup/end.js'
import { watchProgramEnd } from '../startup/program-end.js'
import { onRequest } from '../startup/requests.js'
import { startTracing } from '../startup/start.js'
import { untraced } from '../tracing.js'
import { beforeDeadlySignal } from './deadly-signals.js'
import { ExplanationPrinter } from './explanation-printer.js'
import { type ExplainSettings, settingsOf } from './run-settings.js'

const settings = settingsOf<ExplainSettings>(import.meta.url)
if (orEnd(() => startTracing(settings.frames))) untraced(() => watch(settings))

function watch(settings: ExplainSettings): void {
  const printer = new ExplanationPrinter(settings, watchProgramEnd())
  const print = () => printer.print()
  process.on('exit', print)
  onRequest(print)
  if (isMainThread) beforeDeadlySignal(print)
  if (settings.after !== undefined) setTimeout(print, settings.after).unref()
}
