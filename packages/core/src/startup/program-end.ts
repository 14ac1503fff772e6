/**
 * Watches for the moment from which on this thread's program is over: it has nothing left to do, or dies of an error.
 *
 * By then V8 counts what the program's own variables held as garbage, unless a closure that is still known uses them. A
 * collection would leave next to nothing of a script that has built up gigabytes and ended. So whoever reads the traces
 * collects garbage before, which would look like a leak, but not when the program is over. `process.exit` and signals
 * stop a program that is not.
 * @returns tells whether it is over
 */
export function watchProgramEnd(): () => boolean {
  let over = false
  process.on('beforeExit', () => {
    over = true
    // Runs only if another listener has found more to do.
    setImmediate(() => {
      over = false
    }).unref()
  })
  process.on('uncaughtExceptionMonitor', () => {
    over = process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback()
  })
  return () => over
}
