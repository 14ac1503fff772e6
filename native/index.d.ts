/** Why tracing could not start, or the quality it started with. */
export interface StartResult {
  readonly ok: boolean
  /** Stable: 'ANOTHER_SAMPLER' | 'UNKNOWN_V8' | 'SELF_CHECK' … ; empty when ok. */
  readonly code: string
  /** What did not match, in words. */
  readonly reason: string
  /** 'exact' | 'approximate': whether the self-check found exact lines. */
  readonly lines: 'exact' | 'approximate'
  /** What off-heap memory is not traced, and why; empty when all is. */
  readonly buffers: string
}

export interface StartOptions {
  /** 1: every allocation. */
  readonly interval: number
  readonly frames: number
  readonly lines: 'exact' | 'fast'
  /** Parts of the names of scripts that are not the user's: of Node, the runner, and what both use. Default: none. */
  readonly transparent?: readonly string[]
  /** Of these, of the runner's. Default: none. */
  readonly runner?: readonly string[]
  /** Of these, of those that stand for their tracebacks whoever called them. Default: none. */
  readonly ends?: readonly string[]
  /** Seed of the sampling draws; fixed seeds give repeatable runs, but for what V8 draws itself. 0: from the clock. */
  readonly seed: number
  /** Default `all`. `met`: only those functions of what was compiled before are known that are found on a stack; they have no names. */
  readonly existing?: 'all' | 'met'
  /** See `setInterval`. Default: 0. */
  readonly overhead?: number
}

/** One crossing: rows as columns, tracebacks and frames interned, one string table. */
export interface Columns {
  /** Per row. */
  readonly mark: Uint32Array
  readonly traceback: Uint32Array
  /** 0 heap, 1 code, 2 arraybuffer. */
  readonly domain: Uint8Array
  readonly retainedBytes: Float64Array
  readonly retainedCount: Float64Array
  readonly allocatedBytes: Float64Array
  readonly allocatedCount: Float64Array
  /** Of the bytes, in bytes²: 0 where every allocation was traced. */
  readonly retainedVariance: Float64Array
  readonly allocatedVariance: Float64Array
  /** Per traceback: its frames are `tracebackFrames[tracebackStart[t] … tracebackStart[t + 1] - 1]`, newest first. */
  readonly tracebackStart: Uint32Array
  readonly tracebackFrames: Uint32Array
  readonly tracebackTotal: Uint32Array
  /** As the tracer numbers them, which `Traces` go by. Empty where tracebacks are cut down to the frame that stands for them. */
  readonly tracebackId: Uint32Array
  /** Per frame; file and function index `strings`; line and column are 1-based, 0 unknown. */
  readonly frameFile: Uint32Array
  readonly frameFunction: Uint32Array
  readonly frameLine: Uint32Array
  readonly frameColumn: Uint32Array
  /** 0 exact, 1 approximate, 2 function start. */
  readonly frameQuality: Uint8Array
  readonly strings: readonly string[]
}

/** Which frame stands for a traceback, so that rows are one per place instead of one per traceback. */
export interface Siting {
  /**
   * Asked once per file and reading. Going down from the newest frame: 0 is the site; 1 is it outside of tests only; 2 never is; 3 never
   * is, and nothing below either. What has no site gets some frame of the newest frame's file.
   */
  readonly roleOf: (file: string) => number
  /** Marks of the segments in which a test was running. */
  readonly testMarks: Uint32Array
}

export interface Totals {
  /** Since start. */
  readonly allocatedBytes: number
  readonly liveBytes: number
  readonly liveCount: number
  readonly peakBytes: number
  /** Of `liveBytes`: outside of V8's heap. */
  readonly bufferBytes: number
  readonly unobservedBytes: number
  /** Whether V8 has been allowed to optimise code, in any thread: lines of such code are approximate. See `setInterval`. */
  readonly optimised: boolean
  /** Mean bytes between samples now. */
  readonly interval: number
  /** How often somebody else's heap sampler has taken the place of ours, until the mark after it. */
  readonly interruptions: number
  readonly ownBytes: number
}

export function start(options: StartOptions): StartResult
export function stop(): void
export function tracing(): boolean
export function mark(): number
export function allocatedSince(mark: number): number
export function aliveSince(mark: number): number
/** Of the segments from <= mark < to. With `sites`, tracebacks are the one frame that stands for them, none for code. */
export function read(from: number, to: number, sites?: Siting): Columns
/**
 * The traces of these objects (or strings, bigints, symbols), but of those that were not traced. Looks at every live trace,
 * once.
 */
export function find(objects: readonly unknown[]): Columns
export function forget(before: number): void
/** 0 minor, 1 full, 2 low memory notification. */
export function collect(kind: 0 | 1 | 2): void
/**
 * Mean bytes between samples from here on, 1: every allocation. False when V8 did not let us: then nothing is traced.
 * @param overhead the share of the thread's CPU time that tracing may take, below 1; when it takes more, the interval is
 * raised. Where more than 0.2 s of CPU time pass, V8 may optimise code as well, until the next call. 0 (default): nothing changes.
 */
export function setInterval(interval: number, overhead?: number): boolean
/** The largest interval in force in the segments from <= mark < to. */
export function largestInterval(from: number, to: number): number
export function pause(): void
export function resume(): void
export function totals(): Totals
export function resetPeak(): void

/** Garbage collections, in order, as columns. */
export interface Collections {
  /** Milliseconds from when it began until now. */
  readonly age: Float64Array
  /** Milliseconds. */
  readonly duration: Float64Array
  /** Bytes of V8's heap. */
  readonly freed: Float64Array
  /** 0 of the young generation, 1 of all, 2 any that was ours: `collect`, `explain`. */
  readonly kind: Uint8Array
  /** Shorter ones that were left out: only the longest are kept, 512 at least. */
  readonly leftOut: number
}

/** Writes down collections from here on, as long as this isolate is traced. */
export function watchCollections(): void
/** What was written down since `watchCollections`, which ends with this. */
export function takeCollections(): Collections

/** Which allocations of off-heap memory fail. */
export interface FailurePlan {
  /** The first that fails, counted from 1; 0: none, they are only counted. */
  readonly nth: number
  /** How many fail in a row. */
  readonly count: number
  /** All from the nth on. */
  readonly persistent: boolean
  /** Those of native code as well: V8 ends the process when such a one fails. */
  readonly native: boolean
  /** Only those that some script asks for which is not transparent. */
  readonly owned: boolean
  /** Smaller ones are not counted. */
  readonly minSize: number
  /** A part of the script's name whose code asks, transparent ones passed over; empty: any. */
  readonly file: string
}

/** Counts from 1 anew. False when nothing is traced, or a failure would not be a RangeError here. */
export function armFailures(plan: FailurePlan): boolean
export function disarmFailures(): void
/** What was asked for since `armFailures`: a row each, `mark` its number. `allocatedCount` is 0 where it failed. */
export function attempts(): Columns

/** Live traces of some tracebacks, each in one segment: all columns are alike long. */
export interface Traces {
  /** Marks. */
  readonly segments: Uint32Array
  /** Numbers out of `tracebackId`. */
  readonly tracebacks: Uint32Array
  /** The site that its objects count for: a number of the caller's, below 2 ** 31. */
  readonly sites: Uint32Array
}

/** What a heap snapshot may cost; beyond that there is none. */
export interface GraphLimits {
  /** Milliseconds. */
  readonly timeout: number
  /** Objects on the heap. */
  readonly maxNodes: number
}

/** What objects are, and who holds them. Columns and strings, as in `Columns`. */
export interface Explanation {
  /** '' | 'timeout' | 'maxNodes' | 'failed': why nothing, or not everything, is known of holders. */
  readonly stop: '' | 'timeout' | 'maxNodes' | 'failed'
  /** Of the heap snapshot. */
  readonly nodes: number
  /** Per site and type of its objects. */
  readonly typeSite: Uint32Array
  /** Indexes `typeNames`. */
  readonly typeName: Uint32Array
  readonly typeCount: Float64Array
  readonly typeBytes: Float64Array
  /** `Session`, `string`, `closure onMessage`; `(internal)` for V8's own, such as the storage of a Map. */
  readonly typeNames: readonly string[]
  /**
   * Per site and step where its objects come in: how many there are that no other object of the site holds, and how many
   * with those that they hold in turn.
   */
  readonly endSite: Uint32Array
  readonly endStep: Uint32Array
  readonly endCount: Float64Array
  readonly endObjects: Float64Array
  /** Both are estimated from one in so many objects; 1: counted. */
  readonly endEvery: Uint32Array
  /** Per step on the shortest ways from the roots, parents first; 0xffffffff: no step before it. Types are V8's. */
  readonly stepParent: Uint32Array
  readonly stepEdgeType: Uint32Array
  readonly stepNodeType: Uint32Array
  /** These four index `names`; 0 is ''. */
  readonly stepEdgeName: Uint32Array
  readonly stepNodeName: Uint32Array
  /** The script of a function, or the module's of Node's object for a module. */
  readonly stepFile: Uint32Array
  /** The function whose variables a context has; of a module's cell, what it exports. */
  readonly stepOwner: Uint32Array
  /** Of a context: how many contexts it is nested in, itself counted. */
  readonly stepDepth: Uint32Array
  /** 1: the way goes on like this for a while, as in a list. */
  readonly stepRepeats: Uint32Array
  /** The row of `origins` that says where its object was allocated; 0xffffffff when that was not traced. */
  readonly stepOrigin: Uint32Array
  readonly names: readonly string[]
  readonly origins: Columns
}

/**
 * When this isolate's heap has nearly reached its limit, writes there as JSON what runs and which lines have most memory:
 * `PostMortem`. The file may be written twice, the second time with all lines.
 * @param announce print it to standard error instead, once all lines are known
 */
export function watchHeapLimit(path: string, announce: boolean): void
/** What runs from here on, for such a file: names as they shall stand in it. */
export function running(file: string, test: string): void

/** The content of the file. */
export interface PostMortem {
  readonly version: 1
  readonly file: string
  readonly test: string
  /** Bytes that the heap may have. */
  readonly limit: number
  readonly sites: readonly {
    /** As V8 names the script. */
    readonly file: string
    readonly function: string
    /** 1-based; 0 when unknown. */
    readonly line: number
    readonly column: number
    readonly bytes: number
    readonly count: number
    /** Whether that is the place of the allocation; else the function begins there. */
    readonly exact: boolean
    readonly script: number
  }[]
  /** By script: what it says of its source map, a URL. */
  readonly maps: Readonly<Record<string, string>>
}

/** Without limits: only what they are, which takes no heap snapshot. */
export function explain(traces: Traces, limits?: GraphLimits): Explanation
/** Who holds one object, traced or not; `undefined` for what is not on the heap. */
export function explainObject(object: unknown, limits: GraphLimits): Explanation | undefined
/** The objects of live traces, those of V8's own left out: at most so many. */
export function liveObjects(traces: Traces, most: number): unknown[]
