import { fileMatcher } from '../budget/file-globs.js'
import type { ParsedOptions } from '../budget/options.js'
import { type SitePattern, sitePattern } from '../budget/site-pattern.js'
import type { Suppression } from '../budget/suppress-options.js'
import type { RawFrame, Siting, WindowRecord } from '../engine/engine.js'
import type { Domain, GroupBy } from '../model/result.js'
import { type SiteName, siteKey } from '../model/site.js'
import { roleOf, siteFrame } from '../resolve/blame.js'
import { isCoverageCounter } from '../resolve/coverage.js'
import type { Location } from '../resolve/source-map.js'

/**
 * A place whose memory is shown. It outlives its file (`live-sites.ts`), so it is plain: nothing of the file's realm.
 *
 * Several places may turn out to be one line of the original sources: see `topPlaced`.
 */
export interface SitePlace {
  readonly kind: 'site'
  /** Equal for equal places of all files. */
  readonly key: string
  readonly frame: RawFrame
  readonly domain: Domain
  /** Its place in the original sources, once somebody has asked `Places.name`. */
  name?: SiteName
}

/** Where the memory of a record is shown: on a site, or summed up as somebody else's, or not at all. */
export type Place = SitePlace | SuppressedPlace | { readonly kind: 'code' | 'runner' | 'node' | 'ignored' }

/** A place that is known, and does not count: by its entry in the options. */
export interface SuppressedPlace {
  readonly kind: 'suppressed'
  readonly entry: Suppression
}

const code: Place = { kind: 'code' }
const runner: Place = { kind: 'runner' }
const node: Place = { kind: 'node' }
const ignored: Place = { kind: 'ignored' }

/** Finds the place of each record. */
export class Places {
  readonly #known = new Map<Domain, Map<object, Place>>()
  /** Of those that are told apart by their names: frames of one file or package share a place. */
  readonly #named = new Map<string, SitePlace>()
  readonly #isIgnored: (file: string) => boolean
  readonly #suppressions: readonly { readonly matches: SitePattern; readonly place: SuppressedPlace }[]
  /**
   * Whether places are told apart without looking at source maps. That costs far more than anything else about a place,
   * and thousands of them allocate garbage only.
   */
  readonly #byFrame: boolean
  /** Whether places of the file's result need no names here: see `Payload.mapsLater`. */
  readonly areLookedUpLater: boolean

  constructor(
    readonly locate: (frame: RawFrame) => Location,
    readonly options: Pick<ParsedOptions, 'groupBy' | 'ignore' | 'suppress'>,
    readonly ownRoots: readonly string[],
    /** Marks of the segments in which a test was running. */
    readonly testSegments: ReadonlySet<number>,
    mapsLater = false,
  ) {
    const { ignore, groupBy } = options
    const { entries } = options.suppress
    this.#isIgnored = fileMatcher(ignore)
    this.#suppressions = entries.map(entry => ({
      matches: sitePattern(entry.site),
      place: { kind: 'suppressed', entry },
    }))
    this.#byFrame = groupBy === 'lineno' && ignore.length === 0 && entries.length === 0
    this.areLookedUpLater = mapsLater && this.#byFrame
  }

  /** What a reading needs of tracebacks. */
  get siting(): Siting | undefined {
    if (this.options.groupBy === 'traceback') return undefined
    return { roleOf: filename => roleOf(filename, this.ownRoots), testMarks: this.testSegments }
  }

  of({ mark, traceback, domain }: WindowRecord): Place {
    if (domain === 'code') return code
    const { frame, blame } = siteFrame(traceback, this.ownRoots, this.testSegments.has(mark))
    if (blame === 'runner') return runner
    if (blame === 'node') return node
    let known = this.#known.get(domain)
    if (!known) {
      known = new Map()
      this.#known.set(domain, known)
    }
    const same = this.options.groupBy === 'traceback' ? traceback : frame
    let place = known.get(same)
    if (!place) {
      place = this.#find(frame, traceback, domain)
      known.set(same, place)
    }
    return place
  }

  /** The place in the original sources. */
  name(place: SitePlace): SiteName {
    place.name ??= this.#name(this.locate(place.frame), [], place.domain)
    return place.name
  }

  #find(frame: RawFrame, traceback: readonly RawFrame[], domain: Domain): Place {
    if (isCoverageCounter(frame)) return runner
    if (this.#byFrame) {
      const { filename, lineno, column } = frame
      return { kind: 'site', key: flat(`${filename}:${lineno}:${column}:${domain}`), frame, domain }
    }
    const location = this.locate(frame)
    // The source map may know better: a line of a bundle can come from a package.
    if (location.blame === 'runner') return runner
    if (location.blame === 'node') return node
    if (this.#isIgnored(location.file)) return ignored
    const suppressed = this.#suppressions.find(({ matches }) => matches(location))
    if (suppressed) return suppressed.place
    const name = this.#name(location, traceback, domain)
    const key = siteKey(name)
    const place = this.#named.get(key) ?? { kind: 'site', key, frame, domain, name }
    this.#named.set(key, place)
    return place
  }

  #name(location: Location, traceback: readonly RawFrame[], domain: Domain): SiteName {
    const { groupBy } = this.options
    const { file, line, column, function: functionName, blame } = location
    const exact = { file, line, column, function: functionName, domain, blame, estimated: false }
    if (groupBy === 'lineno') return exact
    if (groupBy === 'traceback') return { ...exact, traceback: this.#chain(traceback) }
    return { ...exact, file: groupName(groupBy, location), line: 0, column: 0, function: '' }
  }

  /** The frames that are neither Node's nor the runner's, oldest first. */
  #chain(traceback: readonly RawFrame[]): string[] {
    return traceback
      .map(frame => this.locate(frame))
      .filter(({ blame }) => blame === 'yours' || blame === 'dependency')
      .map(({ file, line }) => `${file}:${line}`)
  }
}

/**
 * V8 keeps a text that was put together as its parts until somebody reads it, and shares the texts of numbers: one that a
 * test has made would live on in ours.
 */
function flat(text: string): string {
  text.charCodeAt(0)
  return text
}

const groupName = (groupBy: GroupBy, { file, package: name }: Location): string =>
  groupBy === 'package' ? (name ?? '(yours)') : file
