import { filePattern } from '../model/file-pattern.js'
import { fileMatcher } from './file-globs.js'

/** What a pattern is compared with: a place in the original sources. */
export interface PatternPlace {
  /** Relative to the root with `/`. */
  readonly file: string
  readonly line: number
  readonly function: string
}

export type SitePattern = (place: PatternPlace) => boolean

/** A test for places: `src/cache.ts:27`, a glob of files, or a pattern for the names of functions. */
export function sitePattern(pattern: string): SitePattern {
  const [, glob, digits] = /^(.*):(\d+)$/s.exec(pattern) ?? []
  if (glob !== undefined) {
    const matches = fileMatcher([glob])
    return ({ file, line }) => line === Number(digits) && matches(file)
  }
  const matches = fileMatcher([pattern])
  // Names of functions have no slashes; globs of files have, but for those of the root.
  const names = filePattern(pattern)
  return place => matches(place.file) || (place.function !== '' && names.test(place.function))
}
