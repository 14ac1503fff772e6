import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { complain } from '../startup/standard-error.js'

/** SIGINT is not among them: a terminal sends it to all that runs in it. Of its end it tells only who was there first. */
const passed = ['SIGHUP', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const

/** A signal ends a script that answers to it, as Node does between two turns of its event loop only. This often, any. */
const impatience = 3
const deadly: readonly string[] = ['SIGINT', 'SIGTERM']

/**
 * Passes signals on to a process, which decides whether to end; this one waits for it.
 * @returns stops that
 */
export function passSignals(child: ChildProcess): () => void {
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some(stream => stream.isTTY)
  let attempts = 0
  const onSignal = (signal: NodeJS.Signals) => {
    if (deadly.includes(signal) && ++attempts === impatience) child.kill('SIGKILL')
    else if (signal !== 'SIGINT' || !hasTerminal) child.kill(signal)
  }
  const signals = ['SIGINT', ...passed] as const
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

const endings: readonly string[] = [...passed, 'SIGINT', 'SIGKILL']

/** Ends this process as the script has ended; without a second core dump when that crashed. */
export function endAs(code: number | null, signal: NodeJS.Signals | null): void {
  if (signal === null) process.exitCode = code ?? 1
  else if (endings.includes(signal)) process.kill(process.pid, signal)
  else {
    complain(`the script was ended by ${signal}.`)
    process.exitCode = 128 + constants.signals[signal]
  }
}
