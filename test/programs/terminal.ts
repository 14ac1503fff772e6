import { existsSync } from 'node:fs'
import { nodeBinary } from '../e2e/installed.js'
import { command, type Program, Running } from './program.js'

/** util-linux's `script` runs a command in a terminal of its own. */
const script = '/usr/bin/script'
export const hasTerminals = existsSync(script)

/** Starts Node in a terminal of 80 columns: `child.stdin` is its keyboard, all output is on stdout. */
export function startInTerminal(program: Program, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  // A shell that waits would end as Ctrl-C ends shells, not as the command did: dash does, where SHELL is not set.
  const line = ['exec', ...[nodeBinary, ...args].map(word => `'${word}'`)].join(' ')
  const terminal = { TERM: 'xterm-256color', COLORTERM: '', ...env }
  return new Running(
    program.spawn(script, ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], terminal),
  )
}

/** The same for our command. */
export const startCommand = (program: Program, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running =>
  startInTerminal(program, [command, ...args], env)
