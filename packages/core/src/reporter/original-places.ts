import type { RawFrame } from '../engine/engine.js'
import type { CompactFile, SentPlace } from '../model/compact.js'
import type { FileResult } from '../model/result.js'
import { listSites } from '../model/site.js'
import type { Location } from '../resolve/source-map.js'
import { finalSites } from '../window/final-errors.js'

/** `createLocator(…)`. */
export type Locate = (frame: RawFrame) => Location

/** Looks the places up that a worker has left to the main process. */
export function withOriginalPlaces(sent: CompactFile, locate: Locate): CompactFile {
  if ('notice' in sent || !sent.places.some(({ transformed }) => transformed)) return sent
  return { ...sent, places: sent.places.map(place => originalPlace(place, locate)) }
}

function originalPlace({ transformed, ...place }: SentPlace, locate: Locate): SentPlace {
  if (!transformed) return place
  const { file: filename, line: lineno, column: at, function: functionName } = place
  const { file, line, column, blame } = locate({ filename, lineno, column: at, functionName, quality: 'exact' })
  return { ...place, file, line, column, blame }
}

/** What the result of a file lists once its places have been looked up: several can be one line of the original sources. */
export function listedSites(
  { sites, moreSites, engine }: Pick<FileResult, 'sites' | 'moreSites' | 'engine'>,
  top: number,
): Pick<FileResult, 'sites' | 'moreSites'> {
  return finalSites(listSites(sites, moreSites, top), engine.interval)
}
