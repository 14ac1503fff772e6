import { pathToFileURL } from 'node:url'
import { OptionReader } from '../budget/option-reader.js'

/** A function that another process can call as well. */
export interface ModuleFunction {
  /** The file of the module, relative to the working directory, or its URL: `new URL('./resize.js', import.meta.url)`. */
  readonly module: string | URL
  /** The name that it is exported by. Default: `default`. */
  readonly export?: string | undefined
  /** What it is called with: what JSON can carry. Default: nothing. */
  readonly args?: readonly unknown[] | undefined
}

/** Checked. Plain data. */
export interface ParsedFunction {
  /** URL. */
  readonly module: string
  readonly export: string
  readonly args: readonly unknown[]
}

/** @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` */
export function parseFunction(value: ModuleFunction): ParsedFunction {
  const reader = new OptionReader(value, ['module', 'export', 'args'], '', 'failmalloc.sweep()')
  return {
    export: 'default',
    module: moduleUrl(reader),
    ...reader.read('export', reader.text('export')),
    args: arrayOf(reader),
  }
}

function moduleUrl(reader: OptionReader): string {
  const module = reader.get('module')
  if (module instanceof URL) return module.href
  if (typeof module !== 'string' || module === '') throw reader.bad('module', module, 'write a file, or a URL')
  return module.startsWith('file:') ? module : pathToFileURL(module).href
}

function arrayOf(reader: OptionReader): readonly unknown[] {
  const args = reader.get('args') ?? []
  if (Array.isArray(args)) return args
  throw reader.bad('args', args, 'write an array')
}
