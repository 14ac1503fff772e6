import { fileMatcher } from '../budget/file-globs.js'
import type { GroupBy, ParsedOptions } from '../budget/options.js'
import type { RawFrame, WindowRecord } from '../engine/engine.js'
import type { Domain } from '../model/result.js'
import { type SiteName, siteKey } from '../model/site.js'
import { siteFrame } from '../resolve/blame.js'
import type { Location } from '../resolve/source-map.js'

/** Where the memory of a record is shown: on a site, or summed up as somebody else's, or not at all. */
export type Place =
  | { readonly kind: 'site'; readonly key: string; readonly site: SiteName }
  | { readonly kind: 'code' | 'runner' | 'node' | 'ignored' }

const code: Place = { kind: 'code' }
const ignored: Place = { kind: 'ignored' }

type Known = Map<Domain, Map<readonly RawFrame[], Place>>

/** Finds the place of each record. A traceback is looked at once per domain, in tests and outside, a frame is located once. */
export class Places {
  readonly #inTests: Known = new Map()
  readonly #outside: Known = new Map()
  readonly #isIgnored: (file: string) => boolean

  constructor(
    readonly locate: (frame: RawFrame) => Location,
    readonly options: Pick<ParsedOptions, 'groupBy' | 'ignore'>,
    /** Whether the engine's amounts are estimates. */
    readonly estimated: boolean,
    readonly ownRoots: readonly string[],
    /** Marks of the segments in which a test was running. */
    readonly testSegments: ReadonlySet<number>,
  ) {
    this.#isIgnored = fileMatcher(options.ignore)
  }

  of({ mark, traceback, domain }: WindowRecord): Place {
    if (domain === 'code') return code
    const inTest = this.testSegments.has(mark)
    const domains = inTest ? this.#inTests : this.#outside
    let known = domains.get(domain)
    if (!known) {
      known = new Map()
      domains.set(domain, known)
    }
    let place = known.get(traceback)
    if (!place) {
      place = this.#find(traceback, domain, inTest)
      known.set(traceback, place)
    }
    return place
  }

  #find(traceback: readonly RawFrame[], domain: Domain, inTest: boolean): Place {
    const { frame, blame } = siteFrame(traceback, this.ownRoots, inTest)
    if (blame === 'runner' || blame === 'node') return { kind: blame }
    // The source map may know better: a line of a bundle can come from a package.
    const location = this.locate(frame)
    if (location.blame === 'runner' || location.blame === 'node') return { kind: location.blame }
    if (this.#isIgnored(location.file)) return ignored
    const site = this.#name(location, traceback, domain)
    return { kind: 'site', key: siteKey(site), site }
  }

  #name(location: Location, traceback: readonly RawFrame[], domain: Domain): SiteName {
    const { estimated } = this
    const { groupBy } = this.options
    const { file, line, column, function: functionName, blame } = location
    const exact = { file, line, column, function: functionName, domain, blame, estimated }
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

const groupName = (groupBy: GroupBy, { file, package: name }: Location): string =>
  groupBy === 'package' ? (name ?? '(yours)') : file
