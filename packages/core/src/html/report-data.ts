// What the page of the HTML report is given, as it travels: columns, one list per property, one element per row. All
// texts are indices of `strings`. A run of 20,000 tests is a few megabytes of JSON like this, before compression.

/** Index of `Capture.strings`. */
type Text = number

/** All that is in a report. */
export interface ReportData {
  readonly version: 1
  /** In the order in which they were given: the page shows the last one, compared to the first. */
  readonly captures: readonly Capture[]
}

/** One result file or snapshot. */
export interface Capture {
  /** The name of its file, or of the run. */
  readonly name: string
  readonly kind: 'results' | 'snapshot'
  /** Where it comes from, such as `['Node', 'v20.20.2']`. */
  readonly facts: readonly (readonly [label: string, value: string])[]
  /** What the reader must know about the numbers: a line each. */
  readonly notices: readonly string[]
  /** Whether there are estimates among the numbers. */
  readonly estimated: boolean
  /** What the test files retained and allocated: what counts against budgets. Of a snapshot: of all blames and domains. */
  readonly totals: Totals
  readonly strings: readonly string[]
  readonly places: PlaceColumns
  readonly stacks: StackColumns
  readonly files: FileColumns
  readonly tests: TestColumns
  /** Sites per test file; of a snapshot, which has no files: all of its sites. */
  readonly fileSites: SiteColumns
  readonly testSites: SiteColumns
  readonly findings: readonly Finding[]
  /** Lines around the sites, per source file. */
  readonly sources: readonly SourceLines[]
  readonly timelines: readonly FileTimeline[]
  /** The limits of the run, in bytes. */
  readonly limits: PlainLimits
}

export interface PlainLimits {
  readonly retained?: number
  readonly allocated?: number
}

export interface Totals {
  readonly retained: number
  readonly retainedCount: number
  readonly allocated: number
  readonly allocatedCount: number
}

export interface PlaceColumns {
  readonly file: readonly Text[]
  /** 1-based; 0 when unknown. */
  readonly line: readonly number[]
  readonly column: readonly number[]
  readonly function: readonly Text[]
  /** Indices of `domainNames`. */
  readonly domain: readonly number[]
  /** Indices of `blameNames`. */
  readonly blame: readonly number[]
  /** Indices of `stacks`; -1 when only the place is known. */
  readonly stack: readonly number[]
}

/** Tracebacks, oldest frame first. */
export interface StackColumns {
  /** Of each: where its frames begin in `frames`; one more for the end. */
  readonly start: readonly number[]
  /** `function file:line` */
  readonly frames: readonly Text[]
}

/** Rows of an owner stand together: those of owner `i` are `start[i]` to `start[i + 1]`. */
export interface SiteColumns {
  readonly start: readonly number[]
  readonly place: readonly number[]
  readonly retained: readonly number[]
  readonly retainedCount: readonly number[]
  readonly allocated: readonly number[]
  readonly allocatedCount: readonly number[]
}

export interface FileColumns {
  readonly name: readonly Text[]
  readonly project: readonly Text[]
  readonly retained: readonly number[]
  readonly retainedCount: readonly number[]
  readonly allocated: readonly number[]
  readonly allocatedCount: readonly number[]
  /** Bytes outside of V8's heap that are on no line, when the file ended. */
  readonly untraced: readonly number[]
  /** Resident bytes of the process when the file ended. */
  readonly rss: readonly number[]
  /** -1: no limit. */
  readonly retainedLimit: readonly number[]
  readonly allocatedLimit: readonly number[]
}

export interface TestColumns {
  /** Index of `files`; -1 in a snapshot. */
  readonly file: readonly number[]
  readonly name: readonly Text[]
  /** Indices of `stateNames`. */
  readonly state: readonly number[]
  /** 1: it shared its window with others. */
  readonly concurrent: readonly number[]
  readonly retained: readonly number[]
  readonly retainedCount: readonly number[]
  readonly allocated: readonly number[]
  readonly allocatedCount: readonly number[]
  /** -1: no limit. */
  readonly retainedLimit: readonly number[]
  readonly allocatedLimit: readonly number[]
  /** Milliseconds since its file's window opened; -1 when unknown. */
  readonly begin: readonly number[]
  readonly end: readonly number[]
}

/** What is wrong: a broken budget, a leak, an allocation whose failure was handled badly, a context that lives on. */
export interface Finding {
  readonly kind: 'budget' | 'leak' | 'failmalloc' | 'context'
  readonly scope: 'test' | 'file' | 'run'
  /** Index of `files`; -1 for the run. */
  readonly file: number
  /** Index of `tests`; -1 for a file or the run. */
  readonly test: number
  /** What is wrong, in words. */
  readonly text: string
  /** Of a budget. */
  readonly used?: { readonly metric: 'retained' | 'allocated'; readonly limit: number; readonly actual: number }
  readonly sites: readonly FindingSite[]
  /** More lines for the reader. */
  readonly notes: readonly string[]
}

export interface FindingSite {
  readonly place: number
  readonly bytes: number
  readonly count: number
  /** What its objects are and who holds them. */
  readonly notes: readonly string[]
}

export interface SourceLines {
  readonly file: Text
  /** 1-based, ascending. */
  readonly line: readonly number[]
  readonly text: readonly string[]
}

/** Memory while a test file ran; see `Timeline`. */
export interface FileTimeline {
  /** Index of `files`. */
  readonly file: number
  /** `process:thread`: files of the same one shared their memory. */
  readonly isolate: string
  /** Milliseconds since 1970. */
  readonly start: number
  readonly time: readonly number[]
  /** In KiB. */
  readonly heap: readonly number[]
  readonly buffers: readonly number[]
  readonly collections?: CollectionColumns
}

/** Garbage collections; see `Collections`. */
export interface CollectionColumns {
  readonly time: readonly number[]
  readonly duration: readonly number[]
  /** In KiB. */
  readonly freed: readonly number[]
  /** Indices of `collectionNames`. */
  readonly kind: readonly number[]
  readonly leftOut: number
}

export { collectionKinds as collectionNames } from '../model/timeline.js'
export const domainNames = ['heap', 'code', 'arraybuffer', 'native'] as const
export const blameNames = ['yours', 'dependency', 'runner', 'node'] as const
export const stateNames = ['passed', 'failed', 'skipped'] as const
