import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Findings } from './findings.js'

/** What the probe has told, or how it ended before. */
export type Told = Findings | { readonly error: string }

/** Findings of both kinds of threads. */
export interface Probed {
  readonly main: Told
  readonly worker: Told
}

const milliseconds = 60_000

/**
 * Probes in a process of its own, which has this one's environment and options of Node. Whatever happens to it is told.
 * @param module what to start instead; for tests
 */
export function runProbe(module: URL = new URL('./probe-process.js', import.meta.url)): Promise<Probed> {
  return new Promise(resolve => {
    const told: Told[] = []
    // `json`: what comes in is plain data, whatever the other end is.
    const child = fork(fileURLToPath(module), [], { stdio: 'ignore', serialization: 'json', timeout: milliseconds })
    const finish = (end: string): void =>
      resolve({ main: told[0] ?? { error: end }, worker: told[1] ?? { error: end } })
    child.on('message', message => told.push(message as Told))
    child.on('error', ({ message }) => finish(message))
    child.on('close', (code, signal) => finish(endOf(code, signal)))
  })
}

function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGTERM') return `the process that tried it did not come to an end within ${milliseconds / 1000} s`
  return `the process that tried it ended ${signal === null ? `with code ${code}` : `by ${signal}`}`
}
