import { terminal, terminalKind, terminalOf } from '../e2e/terminal.js'
import { command, type Program, Running } from './program.js'

/** Starts Node in a terminal of 80 columns: `child.stdin` is its keyboard, all output is on stdout. */
export const startInTerminal = (program: Program, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running =>
  new Running(program.spawn(terminal, terminalOf(args, 80), { ...terminalKind, ...env }))

/** The same for our command. */
export const startCommand = (program: Program, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running =>
  startInTerminal(program, [command, ...args], env)
