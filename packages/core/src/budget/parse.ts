import { parseBaselineOptions } from './baseline-options.js'
import { parseLimits } from './explain-options.js'
import { parseFailmalloc } from './failmalloc-options.js'
import { parseLeaks } from './leak-options.js'
import { type Limits, mergeLimits } from './limits.js'
import { OptionReader } from './option-reader.js'
import { defaultFrames, defaultMode, defaultOptions, type GivenOptions, type ParsedOptions } from './options.js'
import { parseBudget } from './parse-budget.js'
import { parseOverrides } from './parse-override.js'
import { parseProfiles } from './profile-options.js'
import { type GivenSuppressions, parseSuppress } from './suppress-options.js'

const keys = [
  'budgets',
  'overrides',
  'top',
  'groupBy',
  'ignore',
  'frames',
  'mode',
  'interval',
  'overhead',
  'lines',
  'leakedContext',
  'explain',
  'failmalloc',
  'leaks',
  'suppress',
  'outputFile',
  'baseline',
  'github',
  'profiles',
  'html',
]

/**
 * Checks options and fills in the defaults.
 * @param raw What the user wrote; see `Options`. `undefined`: nothing.
 * @param where Where it was written, for messages: a file, `the reporter's options`.
 * @throws {TracemallocError} `UNKNOWN_OPTION` for a key that does not exist (with the nearest that does), `BAD_OPTION`
 * for a value of a wrong type or out of range, `BAD_SIZE` for a size that cannot be read.
 */
export const parseOptions = (raw: unknown, where: string): ParsedOptions => withDefaults(parseGiven(raw, where))

/** As `parseOptions`, without the defaults: two of these can be merged. */
export function parseGiven(raw: unknown, where: string): GivenOptions {
  const reader = new OptionReader(raw === undefined ? {} : raw, keys, '', where)
  return {
    budgets: parseBudgets(reader.get('budgets'), where),
    overrides: reader.read('overrides', value => parseOverrides(value, where)).overrides ?? [],
    ...reader.read('top', reader.integer('top', 0, Number.MAX_SAFE_INTEGER)),
    ...reader.read('groupBy', reader.oneOf('groupBy', ['lineno', 'filename', 'traceback', 'package'])),
    ...reader.read(
      'ignore',
      reader.several('ignore', 'a glob', glob => (typeof glob === 'string' ? glob : undefined)),
    ),
    ...reader.read('frames', reader.integer('frames', 1, 64)),
    ...reader.read('mode', reader.oneOf('mode', ['exact', 'sampled', 'auto'])),
    ...reader.read('interval', reader.interval('interval')),
    ...reader.read('overhead', reader.share('overhead')),
    ...reader.read('lines', reader.oneOf('lines', ['exact', 'fast'])),
    ...reader.read('leakedContext', reader.oneOf('leakedContext', ['warn', 'fail', 'off'])),
    ...reader.read('failmalloc', value => parseFailmalloc(value, 'failmalloc', where)),
    ...reader.read('leaks', value => parseLeaks(value, 'leaks', where)),
    ...reader.read('suppress', value => parseSuppress(value, 'suppress', where)),
    ...reader.read('explain', value => parseLimits(value, reader.pathOf('explain'), where)),
    ...reader.read('outputFile', reader.text('outputFile')),
    ...reader.read('profiles', value => parseProfiles(value, reader.pathOf('profiles'), where)),
    ...reader.read('github', reader.flag('github')),
    ...reader.read('baseline', value => parseBaselineOptions(value, reader.pathOf('baseline'), where)),
    ...reader.read('html', reader.text('html')),
  }
}

/** `high` wins: per key, and for budgets per scope and metric. Its overrides come after, and so win over, `low`'s. */
export const mergeGiven = (low: GivenOptions, high: GivenOptions): GivenOptions => ({
  ...low,
  ...high,
  budgets: {
    test: mergeLimits(low.budgets.test, high.budgets.test),
    file: mergeLimits(low.budgets.file, high.budgets.file),
    run: mergeLimits(low.budgets.run, high.budgets.run),
  },
  overrides: [...low.overrides, ...high.overrides],
  ...mergeSuppressions(low.suppress, high.suppress),
})

/** Both hold. */
function mergeSuppressions(low?: GivenSuppressions, high?: GivenSuppressions): Pick<GivenOptions, 'suppress'> {
  if (!low || !high) return {}
  return { suppress: { entries: [...low.entries, ...high.entries], files: [...low.files, ...high.files] } }
}

export const withDefaults = (given: GivenOptions): ParsedOptions => ({
  ...defaultOptions,
  mode: defaultMode(given),
  frames: defaultFrames(given),
  ...given,
})

function parseBudgets(value: unknown, where: string): GivenOptions['budgets'] {
  const reader = new OptionReader(value === undefined ? {} : value, ['test', 'file', 'run'], 'budgets', where)
  const scope = (key: 'test' | 'file' | 'run'): Limits => {
    return reader.read(key, budget => parseBudget(budget, reader.pathOf(key), where))[key] ?? {}
  }
  return { test: scope('test'), file: scope('file'), run: scope('run') }
}
