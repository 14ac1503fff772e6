import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { SourceMapInput, TraceMap } from '@jridgewell/trace-mapping'
import { traceMapping } from '../libraries.js'
import { cleanPath, isAbsolutePath } from './paths.js'

/** A place in a file. Line and column are 1-based; column 0 is unknown. */
export interface Position {
  /** Absolute, with `/`. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Only at the start of a line: the same words inside of a string are no comment. */
const comment = /^[ \t]*(?:\/\/|\/\*)[#@][ \t]+sourceMappingURL=([^\s*]+)/gm

/** Absolute path of the source map of what a runner made of a file; `undefined` for a file that it left as it is. */
export type MapFileOf = (file: string) => string | undefined

/**
 * The source map of what a runner made of a file: itself, or as the file tells it, a URL, perhaps with all of it;
 * `undefined`: it is looked for in the file on disk.
 */
export type MapOf = (file: string) => string | Exclude<SourceMapInput, string> | undefined

/** Maps positions through the source maps that a runner knows, or that files on disk carry or link. Each is read once. */
export class FileMaps {
  readonly #maps = new Map<string, TraceMap | undefined>()

  constructor(
    private readonly mapFileOf: MapFileOf = () => undefined,
    private readonly mapOf: MapOf = () => undefined,
  ) {}

  /** The original position; `undefined` when the file has no map, a broken one, or nothing at this place. */
  map({ file, line, column }: Position): Position | undefined {
    if (!this.#maps.has(file)) this.#maps.set(file, this.#read(file))
    const map = this.#maps.get(file)
    if (map === undefined || line < 1) return undefined
    const needle = { line, column: Math.max(column - 1, 0) }
    const { LEAST_UPPER_BOUND, originalPositionFor } = traceMapping()
    const before = column === 0 ? undefined : originalPositionFor(map, needle)
    // Where nothing is mapped up to this column (or it is unknown), the next mapping of the line is the closest.
    const found = before?.source ? before : originalPositionFor(map, { ...needle, bias: LEAST_UPPER_BOUND })
    if (!found.source) return undefined
    const original = cleanPath(found.source)
    return isAbsolutePath(original)
      ? { file: original, line: found.line, column: column === 0 ? 0 : found.column + 1 }
      : undefined
  }

  /** A map is a help, not a need: whatever is wrong with it, positions stay unmapped. */
  #read(file: string): TraceMap | undefined {
    try {
      const mapFile = this.mapFileOf(file)
      // The sources that it names are relative to the file itself: the map lies in some cache.
      if (mapFile !== undefined) return flatten(readFileSync(mapFile, 'utf8'), pathToFileURL(file).href)
      return readMap(file, this.mapOf(file) ?? urlOnDisk(file))
    } catch {
      return undefined
    }
  }
}

const urlOnDisk = (file: string): string | undefined => [...readFileSync(file, 'utf8').matchAll(comment)].at(-1)?.[1]

function readMap(file: string, url: ReturnType<MapOf>): TraceMap | undefined {
  if (url === undefined) return undefined
  const base = pathToFileURL(file)
  if (typeof url !== 'string') return flatten(url, base.href)
  if (url.startsWith('data:')) return flatten(textOfDataUrl(url), base.href)
  const linked = new URL(url, base)
  return flatten(readFileSync(linked, 'utf8'), linked.href)
}

const flatten = (map: SourceMapInput, base: string): TraceMap => new (traceMapping().FlattenMap)(map, base)

function textOfDataUrl(url: string): string {
  const comma = url.indexOf(',')
  const data = url.slice(comma + 1)
  return url.slice(0, comma).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeURIComponent(data)
}
