import { type Amount, errorOf } from './amount.js'
import type { LeakResult } from './leak-result.js'
import type { FileResult, Site, TestResult, Violation } from './result.js'
import type { SentSite, SiteName } from './site.js'

type Bytes = number
type Count = number

/**
 * Index into the table of places, retained, allocated, and live and growth unless both are the same as retained; of estimates the
 * errors of all four at the end.
 */
type SiteRow =
  | readonly [number, Bytes, Count, Bytes, Count]
  | readonly [number, Bytes, Count, Bytes, Count, Bytes, Count, Bytes, Count, ...Errors]

type Errors = [] | readonly [Bytes, Bytes, Bytes, Bytes]

/** A site without its amounts. The main process has to look it up when it is a place in the code that has run. */
export type SentPlace = SiteName & Pick<SentSite, 'transformed'>

/** With rows in place of sites. */
type Rows<T> = Omit<T, 'sites' | 'violations' | 'tests'> & { readonly sites: readonly SiteRow[] }
type CompactViolation = Rows<Violation>
type CompactTest = Omit<Rows<TestResult>, 'leak'> & {
  readonly id: string
  readonly violations: readonly CompactViolation[]
  readonly leak?: Rows<LeakResult>
}

/** A `FileResult` on its way from a worker to the main process: small, as Vitest sends it again with every update. */
export interface CompactResult {
  readonly version: 1
  readonly places: readonly SentPlace[]
  readonly result: Rows<FileResult> & {
    readonly tests: readonly CompactTest[]
    readonly violations: readonly CompactViolation[]
  }
  /** `result.sites` are more than are to be listed, and several may be one line: places are still to be looked up. */
  readonly isUncut?: boolean
  /** Why not all that was asked for could be written: fails the run. */
  readonly error?: string
}

/** A file that could not be traced, and why. */
export interface CompactNotice {
  readonly version: 1
  readonly notice: string
}

export type CompactFile = CompactResult | CompactNotice

/** A test's result with the runner's id of the test. */
export type IdentifiedTest = TestResult & { readonly id: string }
export type ExpandedFile = Omit<FileResult, 'tests'> & { readonly tests: readonly IdentifiedTest[] }

/** Names every place once. @param ids the runner's ids of `file.tests`, in the same order */
export function compact(file: FileResult, ids: readonly string[]): CompactResult {
  const places = new PlaceTable()
  const rows = (sites: readonly Site[]) => sites.map(site => places.row(site))
  const violations = (list: readonly Violation[]) => list.map(it => ({ ...it, sites: rows(it.sites) }))
  const result = {
    ...file,
    sites: rows(file.sites),
    violations: violations(file.violations),
    tests: file.tests.map(({ leak, ...test }, index) => ({
      ...test,
      id: ids[index] ?? '',
      sites: rows(test.sites),
      violations: violations(test.violations),
      ...(leak && { leak: { ...leak, sites: rows(leak.sites) } }),
    })),
  }
  return { version: 1, places: places.places, result }
}

/** The reverse of `compact`. */
export function expand({ places, result }: CompactResult): ExpandedFile {
  const sites = (rows: readonly SiteRow[]) => rows.map(row => site(places, row))
  const violations = (list: readonly CompactViolation[]) => list.map(it => ({ ...it, sites: sites(it.sites) }))
  return {
    ...result,
    sites: sites(result.sites),
    violations: violations(result.violations),
    tests: result.tests.map(({ leak, ...test }) => ({
      ...test,
      sites: sites(test.sites),
      violations: violations(test.violations),
      ...(leak && { leak: { ...leak, sites: sites(leak.sites) } }),
    })),
  }
}

class PlaceTable {
  readonly places: SentPlace[] = []
  private readonly indexes = new Map<string, number>()

  row({ retained, allocated, live, growth, ...place }: Site): SiteRow {
    const own = [this.index(place), retained.bytes, retained.count, allocated.bytes, allocated.count] as const
    const errors = errorsOf(retained, allocated, live, growth)
    if (errors.length === 0 && same(live, retained) && same(growth, retained)) return own
    return [...own, live.bytes, live.count, growth.bytes, growth.count, ...errors]
  }

  private index(place: SentPlace): number {
    const key = JSON.stringify(place)
    const known = this.indexes.get(key)
    if (known !== undefined) return known
    this.indexes.set(key, this.places.length)
    return this.places.push(place) - 1
  }
}

const same = (a: Amount, b: Amount): boolean => a.bytes === b.bytes && a.count === b.count

function errorsOf(...amounts: readonly [Amount, Amount, Amount, Amount]): Errors {
  const [retained = 0, allocated = 0, live = 0, growth = 0] = amounts.map(({ error }) => error)
  return retained + allocated + live + growth > 0 ? [retained, allocated, live, growth] : []
}

function site(places: readonly SentPlace[], row: SiteRow): Site {
  const [index, bytes, count, allocatedBytes, allocatedCount] = row
  const [, , , , , liveBytes = bytes, liveCount = count, growthBytes = bytes, growthCount = count] = row
  const [, , , , , , , , , retainedError = 0, allocatedError = 0, liveError = 0, growthError = 0] = row
  return {
    ...(places[index] as SentPlace),
    retained: { bytes, count, ...errorOf(retainedError) },
    allocated: { bytes: allocatedBytes, count: allocatedCount, ...errorOf(allocatedError) },
    live: { bytes: liveBytes, count: liveCount, ...errorOf(liveError) },
    growth: { bytes: growthBytes, count: growthCount, ...errorOf(growthError) },
  }
}
