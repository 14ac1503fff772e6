import type { RawFrame } from '../engine/engine.js'
import type { Blame } from '../model/result.js'
import { blameOf } from './blame.js'
import { FileMaps, type MapFileOf, type MapOf, type Position } from './file-map.js'
import { mapLoaded } from './loaded-map.js'
import { cleanPath, isAbsolutePath, packageOf, relativeTo } from './paths.js'

/** A frame's place in the user's original sources. */
export interface Location {
  /** Relative to the root with `/`; absolute when outside of it; a name such as `node:fs` when it is no file. */
  readonly file: string
  /** As `file`, but always absolute if it is a file. */
  readonly absolute: string
  /** 1-based; 0 when unknown. */
  readonly line: number
  /** 1-based; 0 when unknown. */
  readonly column: number
  /** Empty for anonymous functions and top-level code. */
  readonly function: string
  readonly blame: Blame
  /** The package of a file under node_modules. */
  readonly package?: string
}

/**
 * A test runner's own way to original positions. Line and column are 1-based, column 0 unknown; `undefined` (or an
 * exception) when it does not know the file: then source maps on disk are tried.
 */
export type MapPosition = (file: string, line: number, column: number) => Position | undefined

export interface LocatorOptions {
  /** Absolute folder that files are named relative to. */
  readonly root: string
  /** Default: only the source maps that files on disk carry or link, and those that Node has of loaded files. */
  readonly mapPosition?: MapPosition | undefined
  /** Where the runner keeps its source maps as files. */
  readonly mapFileOf?: MapFileOf | undefined
  /** The source maps of what has run, when those on disk are not that. */
  readonly mapOf?: MapOf | undefined
  /** More folders of our own code; see `blameOf`. */
  readonly ownRoots?: readonly string[] | undefined
}

/** Makes the function that finds a frame's original place. It remembers its answers by frame object. */
export function createLocator({
  root,
  mapPosition,
  mapFileOf,
  mapOf,
  ownRoots,
}: LocatorOptions): (raw: RawFrame) => Location {
  const known = new WeakMap<RawFrame, Location>()
  const maps = new FileMaps(mapFileOf, mapOf)

  const original = (raw: RawFrame): Position => {
    const position = { file: cleanPath(raw.filename), line: raw.lineno, column: raw.column }
    if (raw.lineno < 1) return position
    const mapped = () => (isAbsolutePath(position.file) ? (maps.map(position) ?? mapLoaded(position)) : undefined)
    return askRunner(mapPosition, raw) ?? mapped() ?? position
  }

  const locate = (raw: RawFrame): Location => {
    const { file: absolute, line, column } = original(raw)
    const blame = blameOf(raw.filename, ownRoots)
    const name = packageOf(absolute)
    return {
      file: relativeTo(root, absolute),
      absolute,
      line,
      column,
      function: raw.functionName,
      // A bundle is the user's file, but its map may say that this line of it came from a package.
      blame: blame === 'yours' ? blameOf(absolute, ownRoots) : blame,
      ...(name === undefined ? {} : { package: name }),
    }
  }

  return raw => {
    const location = known.get(raw) ?? locate(raw)
    known.set(raw, location)
    return location
  }
}

function askRunner(mapPosition: MapPosition | undefined, raw: RawFrame): Position | undefined {
  try {
    const found = mapPosition?.(raw.filename, raw.lineno, raw.column)
    return found && { ...found, file: cleanPath(found.file) }
  } catch {
    return undefined
  }
}
