import { existsSync } from 'node:fs'
import { nodeBinary } from './installed.js'

/** util-linux's `script` runs a command in a terminal of its own. */
export const terminal = '/usr/bin/script'
export const hasTerminals = existsSync(terminal)

/** What a terminal says of itself. */
export const terminalKind = { TERM: 'xterm-256color', COLORTERM: '' }

/** The arguments of `terminal` that run Node in it. */
export function terminalOf(args: readonly string[], columns: number): string[] {
  // A shell that waits would end as Ctrl-C ends shells, not as the command did: dash does, where SHELL is not set.
  const line = ['exec', ...[nodeBinary, ...args].map(word => `'${word}'`)].join(' ')
  return ['--quiet', '--return', '--flush', '--command', `stty cols ${columns}; ${line}`, '/dev/null']
}
