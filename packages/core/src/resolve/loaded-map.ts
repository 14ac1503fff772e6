import { findSourceMap } from 'node:module'
import type { Position } from './file-map.js'
import { cleanPath, isAbsolutePath } from './paths.js'

/**
 * The original position in a file that a loader, such as tsx, has transformed in memory. Node has the source maps of
 * these files when it is told to (`--enable-source-maps`), which such loaders do.
 */
export function mapLoaded({ file, line, column }: Position): Position | undefined {
  const entry = findSourceMap(file)?.findEntry(line - 1, Math.max(column - 1, 0))
  if (!entry || !('originalSource' in entry)) return undefined
  const original = cleanPath(entry.originalSource)
  if (!isAbsolutePath(original)) return undefined
  return { file: original, line: entry.originalLine + 1, column: column === 0 ? 0 : entry.originalColumn + 1 }
}
