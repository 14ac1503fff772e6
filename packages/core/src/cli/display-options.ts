import { type Command, InvalidArgumentError, Option } from 'commander'
import { TracemallocError } from '../errors.js'
import { checkKeyType, type KeyType } from '../model/trace-group.js'
import type { GroupOptions } from './moment.js'

/** Which rows a command prints. */
export interface DisplayOptions extends GroupOptions {
  /** Rows listed; 0: all. */
  readonly top: number
}

const groups: readonly KeyType[] = ['lineno', 'filename', 'traceback']

/** Adds the options of every command that prints rows. */
export function addDisplayOptions(command: Command): Command {
  return command
    .option('--top <number>', 'rows to print; 0: all', parseCount, 10)
    .addOption(new Option('--group-by <key>', 'a row per line, file or traceback').choices(groups).default('lineno'))
    .option('--cumulative', "count memory on all lines or files of its traceback (not with 'traceback')")
    .option('--all', 'list the lines of Node itself and what V8 keeps about code like any other')
    .hook('preAction', (_, called) => checkCombination(called))
}

/** @throws {InvalidArgumentError} unless it is a whole number */
export function parseCount(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number.')
}

function checkCombination(command: Command): void {
  const { groupBy, cumulative = false } = command.opts<DisplayOptions>()
  try {
    checkKeyType(groupBy, cumulative)
  } catch (error) {
    if (!(error instanceof TracemallocError)) throw error
    command.error(`error: ${error.message}`)
  }
}
