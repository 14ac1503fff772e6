import type { TracingMode } from '../engine/engine.js'
import type { GroupBy } from '../model/result.js'
import type { Size } from '../units.js'
import type { BaselineOptions, ParsedBaseline } from './baseline-options.js'
import { defaultLimits, type ExplainLimits, type ExplainOptions } from './explain-options.js'
import type { FailmallocTests, ParsedFailmalloc } from './failmalloc-options.js'
import type { LeakTests, ParsedLeaks } from './leak-options.js'
import type { Budget, Limits } from './limits.js'
import type { ParsedProfiles, ProfileOptions } from './profile-options.js'
import type { Selectors } from './selectors.js'
import type { GivenSuppressions, SuppressOption } from './suppress-options.js'

export type { TracingMode }

/** What to do about a test file whose vm context lives on. */
export type LeakedContextOption = 'warn' | 'fail' | 'off'

/** What users write: in the reporter's options, in `tracemalloc.config.*`, under `tracemalloc` in package.json. */
export interface Options {
  /** Limits for each test, each test file, and all files together. Default: none. */
  readonly budgets?:
    | { readonly test?: Budget | undefined; readonly file?: Budget | undefined; readonly run?: Budget | undefined }
    | undefined
  /** Other limits for some files or tests. Of two that set the same metric, the later one wins. */
  readonly overrides?: readonly Override[] | undefined
  /** Growth sites listed per file and for the run; 0: all. Default: 10. */
  readonly top?: number | undefined
  /** Default: `'lineno'`. */
  readonly groupBy?: GroupBy | undefined
  /** Globs of files, relative to the root: what they allocate is neither shown nor counted. Default: none. */
  readonly ignore?: string | readonly string[] | undefined
  /**
   * Frames kept of each traceback, 1 to 64. Default: 8 with `profiles` or when grouped by traceback, else 4. With 1, what
   * the runner keeps for a `test()` or `vi.fn()` outside of tests is shown on the user's line.
   */
  readonly frames?: number | undefined
  /**
   * Trace every allocation, one in every `interval` bytes, or (`'auto'`) all until that takes more than `overhead` of the CPU
   * time of a test file, then fewer, until the next file. Default: `'exact'` when `budgets` or `overrides` set a limit,
   * or `leaks` or `baseline` is given, since a verdict should not hang on a sample; else `'sampled'`.
   */
  readonly mode?: TracingMode | undefined
  /** Mean bytes between samples in `sampled` mode. Default: 4 KiB. */
  readonly interval?: Size | undefined
  /**
   * The share of the CPU time of its thread that tracing may take in a test file in `auto` mode: `'10%'`, or a number below 1.
   * Default: 10 %.
   */
  readonly overhead?: string | number | undefined
  /**
   * `'exact'`: keep V8 from optimising code in ways that blur lines. `'fast'`: let it, but for what blurs them most; then
   * lines are approximate. Default: `'exact'`.
   *
   * V8 has these settings per process. In the pools `forks` and `vmForks` only the tests notice; in `threads` and
   * `vmThreads` they hold, while any thread is traced, for all of them and for the main thread, where Vite transforms:
   * code of its that V8 has not optimised by then stays slow (a loop of integers 10 times, most code far less).
   */
  readonly lines?: 'exact' | 'fast' | undefined
  /**
   * Jest only: what to do when the vm context of a test file cannot be collected after its teardown, so that its modules
   * live on: say so in the report, fail the file as well, or do not look. Default: `'warn'`.
   */
  readonly leakedContext?: LeakedContextOption | undefined
  /**
   * Run tests again with each of their allocations failing, and fail those that handle it badly. Default: only the tests
   * that ask for it themselves.
   */
  readonly failmalloc?: FailmallocTests | undefined
  /**
   * Run tests several times, and fail those of which every run leaves more alive than there was before. `true`: all tests,
   * with the defaults. Default: only the tests that ask for it themselves.
   */
  readonly leaks?: boolean | LeakTests | undefined
  /**
   * What it may cost to find out who holds the memory of a test or file that is over its budget: one heap snapshot per
   * failing file. Default: 20 seconds, 5 million objects.
   */
  readonly explain?: ExplainOptions | undefined
  /** Places whose memory is known: it is neither listed nor counted, but told of in the report. Default: none. */
  readonly suppress?: SuppressOption | undefined
  /** Where to write the results as JSON, relative to the root. Default: nowhere. */
  readonly outputFile?: string | undefined
  /**
   * A committed file of what each test retains and allocates: tests that use more than it says fail the run. Written with the
   * runner's `-u`, and outside of CI when there is none. The file, relative to the root, or options. Default: none.
   */
  readonly baseline?: string | BaselineOptions | undefined
  /**
   * Writes a profile of each test file, or of each test, for other tools. A folder, relative to the root, or options. Default:
   * none.
   */
  readonly profiles?: string | ProfileOptions | undefined
  /** In GitHub Actions: annotate the lines that fail the run, and add the run to the summary of the job. Default: true. */
  readonly github?: boolean | undefined
  /** Where to write a report to look at: one HTML file, relative to the root. Default: nowhere. */
  readonly html?: string | undefined
}

/** Limits for the tests that both selectors match; a selector that is left out matches all. */
export interface Override {
  /** Globs of test files, relative to the root with `/`; one that starts with `!` excludes. */
  readonly files?: string | readonly string[] | undefined
  /**
   * Full names joined by ` > `: a part of the name, a pattern for the whole name (`*`, `?`, `[seq]`), or, in
   * JavaScript, a regular expression.
   */
  readonly tests?: string | RegExp | readonly (string | RegExp)[] | undefined
  readonly budgets?: { readonly test?: Budget | undefined; readonly file?: Budget | undefined } | undefined
  /** Short for `budgets.test.retained`. */
  readonly retained?: Size | undefined
  /** Short for `budgets.test.allocated`. */
  readonly allocated?: Size | undefined
  /** Short for `budgets.test.domains`. */
  readonly domains?: Budget['domains']
}

/** An override, checked. `undefined` selectors match all. Plain data. */
export interface ParsedOverride extends Selectors {
  readonly budgets: { readonly test: Limits; readonly file: Limits }
}

/** What the user gave, checked, in bytes; defaults are not filled in yet, so that two of them can be merged. */
export interface GivenOptions {
  readonly budgets: { readonly test: Limits; readonly file: Limits; readonly run: Limits }
  readonly overrides: readonly ParsedOverride[]
  readonly top?: number
  readonly groupBy?: GroupBy
  readonly ignore?: readonly string[]
  readonly frames?: number
  readonly mode?: TracingMode
  readonly interval?: number
  readonly overhead?: number
  readonly lines?: 'exact' | 'fast'
  readonly leakedContext?: LeakedContextOption
  readonly failmalloc?: ParsedFailmalloc
  readonly leaks?: ParsedLeaks
  readonly suppress?: GivenSuppressions
  readonly outputFile?: string
  readonly baseline?: ParsedBaseline
  readonly github?: boolean
  readonly profiles?: ParsedProfiles
  readonly html?: string
}

/** Options with numbers for sizes and with all defaults set. Plain data: survives JSON on its way to a worker. */
export interface ParsedOptions extends GivenOptions {
  readonly top: number
  readonly groupBy: GroupBy
  readonly ignore: readonly string[]
  readonly suppress: GivenSuppressions
  readonly frames: number
  readonly mode: TracingMode
  readonly interval: number
  readonly overhead: number
  readonly lines: 'exact' | 'fast'
  readonly leakedContext: LeakedContextOption
  readonly explain: ExplainLimits
  readonly github: boolean
}

/** Whether the results are written somewhere, or looked at test by test: only then is all known of each test looked up, which nobody prints. */
export const writesResults = ({
  outputFile,
  html,
  baseline,
}: Pick<GivenOptions, 'outputFile' | 'html' | 'baseline'>): boolean =>
  outputFile !== undefined || html !== undefined || baseline !== undefined

/** The mode when the user names none: what decides over failure is exact, what only informs is sampled. */
export function defaultMode({
  budgets,
  overrides,
  leaks = false,
  baseline,
}: Pick<GivenOptions, 'budgets' | 'overrides' | 'leaks' | 'baseline'>): TracingMode {
  const limits = [budgets, ...overrides.map(override => override.budgets)].flatMap<Limits>(Object.values)
  return leaks || baseline || limits.some(limit => Object.keys(limit).length > 0) ? 'exact' : 'sampled'
}

/** The frames when the user names no number: few, unless somebody is going to look at stacks. */
export const defaultFrames = ({ profiles, groupBy }: Pick<GivenOptions, 'profiles' | 'groupBy'>): number =>
  profiles || groupBy === 'traceback' ? 8 : defaultOptions.frames

export const defaultOptions: ParsedOptions = {
  budgets: { test: {}, file: {}, run: {} },
  overrides: [],
  top: 10,
  groupBy: 'lineno',
  ignore: [],
  suppress: { entries: [], files: [] },
  frames: 4,
  mode: 'sampled',
  interval: 4 * 1024,
  overhead: 0.1,
  lines: 'exact',
  leakedContext: 'warn',
  explain: defaultLimits,
  github: true,
}

/** Types the options of a config file: `export default defineConfig({ … })`. Returns what it is given. */
export const defineConfig = (options: Options): Options => options
