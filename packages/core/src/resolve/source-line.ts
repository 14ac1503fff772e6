import { readFileSync } from 'node:fs'
import { cleanPath, isAbsolutePath } from './paths.js'

const files = new Map<string, readonly string[]>()

/**
 * The text of a source line, for `Traceback.format`; empty when there is no such file or line. Files are read once.
 * @param filename Absolute path or `file:` URL.
 * @param lineno 1-based.
 */
export function sourceLine(filename: string, lineno: number): string {
  const path = cleanPath(filename)
  const lines = files.get(path) ?? readLines(path)
  files.set(path, lines)
  return lines[lineno - 1] ?? ''
}

function readLines(path: string): readonly string[] {
  if (!isAbsolutePath(path)) return []
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)
  } catch {
    return []
  }
}
