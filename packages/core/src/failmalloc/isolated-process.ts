import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Outcome } from '../model/sweep-result.js'
import type { IsolatedMessage, IsolatedRequest } from './isolated-run.js'

const script = fileURLToPath(new URL('./isolated-run.js', import.meta.url))

/** Calls in a row, at most: four without a failure, then three with it and one without. */
const calls = 4
/** For all but the calls: loading the module, collecting garbage. Milliseconds. */
const patience = 5000

/** How a process ended. */
export interface IsolatedEnd {
  readonly messages: readonly IsolatedMessage[]
  /** How it died, when it did not come to its end by itself. */
  readonly died: Extract<Outcome, 'fatal' | 'crashed' | 'hung'> | undefined
  /** What it wrote to standard error, the last of it. */
  readonly stderr: string
}

/** Calls a function in a process of its own, with the options of Node that this one has. */
export function isolatedProcess(request: IsolatedRequest): Promise<IsolatedEnd> {
  const child = fork(script, [JSON.stringify(request)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const messages: IsolatedMessage[] = []
  const time = request.timeout * calls + patience
  let stderr = ''
  let hung = false
  const kill = (): void => {
    hung = true
    child.kill('SIGKILL')
  }
  // Loading a module may take its time.
  let limit = setTimeout(kill, time + 2 * patience)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = `${stderr}${text}`.slice(-4000)
  })
  child.on('message', message => {
    messages.push(message as IsolatedMessage)
    clearTimeout(limit)
    limit = setTimeout(kill, time)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(limit)
      resolve({ messages, died: hung ? 'hung' : deathOf(child, messages), stderr })
    })
  })
}

function deathOf({ signalCode }: ChildProcess, messages: readonly IsolatedMessage[]): IsolatedEnd['died'] {
  // V8 ends the process by a signal: which, depends on the system.
  if (signalCode !== null) return 'fatal'
  return messages.some(({ kind }) => kind !== 'learnt') ? undefined : 'crashed'
}
