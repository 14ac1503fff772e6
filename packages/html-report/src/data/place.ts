import { blameNames, type Capture, domainNames } from '@tracemalloc/core/page'

type Blame = (typeof blameNames)[number]
type Domain = (typeof domainNames)[number]

/** A line of code, as it is shown. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly function: string
  readonly domain: Domain
  readonly blame: Blame
}

export const textOf = (capture: Capture, index: number | undefined): string => capture.strings[index ?? -1] ?? ''

export function placeAt(capture: Capture, index: number): Place {
  const { places } = capture
  return {
    file: textOf(capture, places.file[index]),
    line: places.line[index] ?? 0,
    column: places.column[index] ?? 0,
    function: textOf(capture, places.function[index]),
    domain: domainNames[places.domain[index] ?? 0] ?? 'heap',
    blame: blameNames[places.blame[index] ?? 0] ?? 'yours',
  }
}

/** `src/cache.ts:27` */
export const placeLabel = ({ file, line }: Pick<Place, 'file' | 'line'>): string =>
  line === 0 ? file : `${file}:${line}`

/** The same in all captures for the same line. */
export const placeKey = ({ file, line, domain, blame }: Place): string => `${file}\0${line}\0${domain}\0${blame}`

/** The frames of a place, oldest first; empty when they are not known. */
export function stackAt(capture: Capture, index: number): readonly string[] {
  const { places, stacks } = capture
  const stack = places.stack[index] ?? -1
  if (stack === -1) return []
  return stacks.frames.slice(stacks.start[stack], stacks.start[stack + 1]).map(frame => textOf(capture, frame))
}

/** The indices of a line: it has several when it was reached in several ways. */
export function placesAlike(capture: Capture, place: Place): ReadonlySet<number> {
  const key = placeKey(place)
  const { line } = capture.places
  const alike = new Set<number>()
  for (let index = 0; index < line.length; index++) {
    if (line[index] === place.line && placeKey(placeAt(capture, index)) === key) alike.add(index)
  }
  return alike
}
