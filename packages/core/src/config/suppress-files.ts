import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ParsedOptions } from '../budget/options.js'
import { parseSuppressFile, type Suppression } from '../budget/suppress-options.js'
import { TracemallocError } from '../errors.js'

/**
 * Reads the files of suppressions that options name.
 * @param root absolute folder that they are relative to
 * @throws {TracemallocError} `BAD_CONFIG` for a file that cannot be read; `BAD_OPTION`, `UNKNOWN_OPTION`
 */
export function withSuppressFiles(options: ParsedOptions, root: string): ParsedOptions {
  const { entries, files } = options.suppress
  if (files.length === 0) return options
  const read = files.flatMap(file => parseSuppressFile(contentOf(file, resolve(root, file)), file))
  const all: readonly Suppression[] = [...entries, ...read]
  return { ...options, suppress: { entries: all, files: [] } }
}

function contentOf(name: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `Cannot read ${name}, which suppress names: ${reason}. Mend the file, or the option.`
    throw new TracemallocError('BAD_CONFIG', message)
  }
}
