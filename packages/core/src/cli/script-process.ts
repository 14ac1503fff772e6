import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { TracemallocError } from '../errors.js'
import { endAs, passSignals } from './pass-signals.js'

/**
 * Runs a script, and ends as it does. It has a Node of its own, so that it finds everything as if `node` had run it, and is
 * traced from its start by the module that is preloaded.
 * @param preloaded address of the module
 * @param script see `checkScript`
 */
export async function runScript(preloaded: string, script: string, args: readonly string[]): Promise<void> {
  const nodeArgs = [...process.execArgv, '--import', preloaded, script, ...args]
  const child = spawn(process.execPath, nodeArgs, { stdio: 'inherit' })
  const stopPassing = passSignals(child)
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done, fail) => {
    child.on('error', fail)
    child.on('exit', (...end) => done(end))
  })
  stopPassing()
  endAs(code, signal)
}

/**
 * Node would find out as well, but we would print something about it.
 * @throws {TracemallocError} `FILE_MISSING`
 */
export function checkScript(script: string): void {
  try {
    createRequire(resolve('_')).resolve(resolve(script))
  } catch (cause) {
    throw new TracemallocError('FILE_MISSING', `There is no script ${script}: check its name.`, { cause })
  }
}
