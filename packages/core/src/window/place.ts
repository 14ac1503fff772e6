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

/** Finds the place of each record. A traceback is looked at once per domain, a frame is located once. */
export class Places {
  readonly #known = new Map<Domain, Map<readonly RawFrame[], Place>>()
  readonly #isIgnored: (file: string) => boolean

  constructor(
    readonly locate: (frame: RawFrame) => Location,
    readonly options: Pick<ParsedOptions, 'groupBy' | 'ignore'>,
    /** Whether the engine's amounts are estimates. */
    readonly estimated: boolean,
    readonly ownRoots: readonly string[],
  ) {
    this.#isIgnored = fileMatcher(options.ignore)
  }

  of({ traceback, domain }: WindowRecord): Place {
    if (domain === 'code') return code
    let known = this.#known.get(domain)
    if (!known) {
      known = new Map()
      this.#known.set(domain, known)
    }
    let place = known.get(traceback)
    if (!place) {
      place = this.#find(traceback, domain)
      known.set(traceback, place)
    }
    return place
  }

  #find(traceback: readonly RawFrame[], domain: Domain): Place {
    const { frame, blame } = siteFrame(traceback, this.ownRoots)
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
