import { realpathSync, statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { sourceLine } from '../resolve/source-line.js'
import type { Capture, SourceLines } from './report-data.js'
import type { SourcelessCapture } from './result-capture.js'

/** Lines shown above and below a site. */
const around = 2
/** A report with more than the largest sites' lines would be large and no better. */
const mostPlaces = 3000
const mostColumns = 160
const mostBytes = 4 * 1024 * 1024

/**
 * Adds the lines around the largest sites, as the files are now. Only those of files below the root are read: a result
 * file can come from elsewhere, and names whatever it likes.
 * @param root absolute
 */
export const withSources = (capture: SourcelessCapture, root: string): Capture => ({
  ...capture,
  sources: [...wantedLines(capture)].flatMap(([file, lines]) => linesOf(file, lines, capture.strings, root)),
})

/** Per file. */
function wantedLines(capture: SourcelessCapture): Map<number, Set<number>> {
  const { places } = capture
  const wanted = new Map<number, Set<number>>()
  for (const place of largestPlaces(capture)) {
    const [file, line] = [places.file[place] ?? 0, places.line[place] ?? 0]
    if (line === 0) continue
    const lines = wanted.get(file) ?? new Set<number>()
    wanted.set(file, lines)
    for (let near = Math.max(1, line - around); near <= line + around; near++) lines.add(near)
  }
  return wanted
}

/** By what they retained or allocated in any file or test. */
function largestPlaces({ places, fileSites, testSites }: SourcelessCapture): number[] {
  const weights = new Float64Array(places.file.length)
  for (const { place, retained, allocated } of [fileSites, testSites]) {
    for (const [row, index] of place.entries()) {
      // What is alive matters more than what has come and gone.
      weights[index] = Math.max(weights[index] ?? 0, (retained[row] ?? 0) * 1000 + (allocated[row] ?? 0))
    }
  }
  const order = Array.from(weights.keys()).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
  return order.slice(0, mostPlaces)
}

function linesOf(file: number, wanted: ReadonlySet<number>, strings: readonly string[], root: string): SourceLines[] {
  const path = readablePath(strings[file] ?? '', root)
  if (path === undefined) return []
  const found = [...wanted]
    .sort((a, b) => a - b)
    .map(line => ({ line, text: sourceLine(path, line) }))
    .filter(({ text }) => text.trim() !== '')
  const line = found.map(it => it.line)
  return line.length === 0 ? [] : [{ file, line, text: found.map(({ text }) => text.slice(0, mostColumns)) }]
}

/** `undefined` for what is no file, too large, or outside of the root, links followed. */
function readablePath(name: string, root: string): string | undefined {
  try {
    const path = realpathSync(resolve(root, name))
    const stats = statSync(path)
    const isBelow = path.startsWith(realpathSync(root).replace(/[\\/]*$/, sep))
    return isBelow && stats.isFile() && stats.size <= mostBytes ? path : undefined
  } catch {
    return undefined
  }
}
