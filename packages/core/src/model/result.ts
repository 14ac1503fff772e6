import type { Amount } from './amount.js'
import type { BaselineComparison } from './baseline-comparison.js'
import type { LeakResult } from './leak-result.js'
import type { SiteExplanation } from './site-explanation.js'
import type { SweepResult } from './sweep-result.js'
import type { TestTime, Timeline } from './timeline.js'

/** Whose memory: objects of V8's heap, what V8 keeps about code (shown, never budgeted), off-heap buffers, malloc. */
export type Domain = (typeof domains)[number]

export const domains = ['heap', 'code', 'arraybuffer', 'native'] as const

/** Whose line: the most recent frame that is neither Node's nor the runner's decides. */
export type Blame = 'yours' | 'dependency' | 'runner' | 'node'

/**
 * How the engine sees allocations: every one, one in every N bytes, every one until that takes too much time (auto), or V8's own
 * sampler (function start lines only).
 */
export type Mode = 'exact' | 'sampled' | 'auto' | 'function'

/** How far a line can be trusted. `function` is the line that the function starts on. */
export type LineQuality = 'exact' | 'approximate' | 'function'

export type Metric = 'retained' | 'allocated'

/** What sites are summed up by in reports. */
export type GroupBy = 'lineno' | 'filename' | 'traceback' | 'package'

export type Scope = 'test' | 'file' | 'run'

/** One place in the user's original sources, with what was allocated there in a window and what of it is still alive. */
export interface Site {
  /** Relative to the root with `/`; absolute when outside of it. With `groupBy: 'package'` the name of the package. */
  readonly file: string
  /** 1-based; 0 when sites are grouped by file or package. */
  readonly line: number
  /** 1-based; 0 when unknown. */
  readonly column: number
  readonly function: string
  readonly domain: Domain
  readonly blame: Blame
  /** True when the numbers come from samples. */
  readonly estimated: boolean
  readonly retained: Amount
  readonly allocated: Amount
  /** All that is alive on this site now, whenever it was allocated. In the sites of a test: `retained`. */
  readonly live: Amount
  /** `live` now less `live` when the window opened: negative when the site shrank. In the sites of a test: `retained`. */
  readonly growth: Amount
  /** With `groupBy: 'traceback'`: the frames `file:line`, oldest first. */
  readonly traceback?: readonly string[]
  /** In the violations of tests and files: what its objects are, and who holds them. */
  readonly explanation?: SiteExplanation
}

export interface Violation {
  readonly scope: Scope
  /** The runner's project that the file was run in; empty for one without a name, and for the run. */
  readonly project: string
  /** Empty for the run. */
  readonly file: string
  /** Full name of the test joined by ` > `; empty for a file or the run. */
  readonly test: string
  readonly metric: Metric
  readonly limitBytes: number
  readonly actualBytes: number
  readonly sites: readonly Site[]
}

export interface TestResult {
  /** Full name: suites and test joined by ` > `. */
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** Concurrent tests share a window: their amounts are the group's and no per-test verdict is given. */
  readonly concurrent: boolean
  readonly retained: Amount
  readonly allocated: Amount
  readonly sites: readonly Site[]
  readonly violations: readonly Violation[]
  /** When it was run again with failing allocations: what came of that. */
  readonly failmalloc?: SweepResult
  /** When it was run several times to see whether it leaks: what came of that. */
  readonly leak?: LeakResult
  /** What it was judged by; absent when it was not, or by no budget. */
  readonly limits?: AppliedLimits
  /** Known when results are written to a file. */
  readonly time?: TestTime
}

/** The limits that a budget set, in bytes; without `domains` both count. */
export interface AppliedLimits {
  readonly retained?: number
  readonly allocated?: number
  readonly domains?: readonly Domain[]
}

/** What is not the user's in a window: never counted against a budget. */
export interface OtherMemory {
  readonly code: Amount
  readonly runner: Amount
  readonly node: Amount
}

/** What was allocated, and what of it is alive. */
export interface Used {
  readonly retained: Amount
  readonly allocated: Amount
}

/** A place that is known, and does not count; and what it would have counted in a file. */
export interface Suppressed {
  readonly site: string
  readonly reason: string
  readonly retained: Amount
  /** Its `count` is how often the place was hit. */
  readonly allocated: Amount
}

export interface FileResult {
  /** Relative to the root with `/`. */
  readonly file: string
  /** The runner's project that it was run in: the same file can be in several. Empty for one without a name. */
  readonly project: string
  /** Of blame `yours` and `dependency`, domain `code` left out. */
  readonly retained: Amount
  readonly allocated: Amount
  /** The same, by domain. */
  readonly domains: { readonly heap: Used; readonly arraybuffer: Used }
  /** Sorted by retained; at most `top` of them (0: all). */
  readonly sites: readonly Site[]
  /** The sites cut off by `top` on which something is or was alive, summed up. */
  readonly moreSites: {
    readonly sites: number
    readonly retained: Amount
    readonly live: Amount
    readonly growth: Amount
  }
  readonly tests: readonly TestResult[]
  readonly violations: readonly Violation[]
  readonly other: OtherMemory
  /** All that is traced and alive when the window closed, and how much that grew in the window. */
  readonly total: { readonly live: Amount; readonly growth: Amount }
  /** Bytes outside of V8's heap that are counted by V8 but on no line: when the window closed, and their growth in it. */
  readonly untraced: { readonly size: number; readonly growth: number }
  readonly process: {
    /** Resident set size in bytes when the window closed. */
    readonly rss: number
    /** Its change in the window. */
    readonly growth: number
    /** The tracer's own memory in bytes. */
    readonly tracemalloc: number
  }
  readonly engine: EngineResult
  /** What the option `suppress` has left out, an entry each; absent without entries. */
  readonly suppressed?: readonly Suppressed[]
  /** Jest only: the file's vm context could not be collected after its teardown. */
  readonly leakedContext?: LeakedContext
  /** What it was judged by; absent without a budget. */
  readonly limits?: AppliedLimits
  /** Known when results are written to a file. */
  readonly timeline?: Timeline
}

/** What the file allocated and still lives though its vm context has been torn down; what holds it is unknown. */
export interface LeakedContext {
  /** Of blame `yours` and `dependency`, domain `code` left out. */
  readonly retained: Amount
  /** Sorted by retained; at most `top` of them (0: all). What they allocated is not known any more. */
  readonly sites: readonly Site[]
}

export interface EngineResult {
  readonly mode: Mode
  readonly lines: LineQuality
  /** Mean bytes between samples, in auto mode the largest of the file; 1: every allocation was traced. */
  readonly interval: number
  readonly frames: number
  /** Allocated bytes that the tracer did not get to see; 0 when all is well. */
  readonly unobservedBytes: number
  /** One line for every report when the engine had to fall back or could not start: what, why, what to do. */
  readonly notice?: string
}

/** The file that `outputFile` writes; its JSON schema is `schema/result-1.json`. */
export interface RunResult {
  readonly version: 1
  readonly runner: { readonly name: string; readonly version: string }
  readonly node: string
  readonly engine: EngineResult
  readonly options: RunOptions
  /** When only a part of the test files was run. */
  readonly shard?: Shard
  readonly files: readonly FileResult[]
  /** Those that failed a test, a file or the run: the first two stand in their results as well. */
  readonly violations: readonly Violation[]
  /** When there was a baseline to compare with. */
  readonly baseline?: BaselineComparison
  /** What the run was judged by; absent without a budget. */
  readonly limits?: AppliedLimits
}

/** What those need of the options who print results. */
export interface RunOptions {
  /** Sites listed per file and for the run; 0: all. */
  readonly top: number
  readonly groupBy: GroupBy
}

/** Which part of a run it is. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number
  readonly count: number
  /** What the shards of one run have in common: the CI service's name of the run; empty when there is none. */
  readonly run: string
}
