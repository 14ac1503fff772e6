import { TracemallocError } from '../errors.js'
import type { Metric, Violation } from '../model/result.js'
import { violationText } from '../model/violation-text.js'
import { formatSize, parseSize } from '../units.js'
import type { Expectations } from '../window/expectations.js'
import type { MatcherResult } from './matcher.js'

const names = { retained: 'toRetainAtMost', allocated: 'toAllocateAtMost' } as const

const verbs = { retained: 'retain', allocated: 'allocate' } as const

/**
 * Whether a function retains or allocates no more than a size.
 * @throws {TracemallocError} `BAD_SIZE`; `BAD_EXPECTATION` when it is no function; what `judgeCall` throws
 */
export async function isWithin(
  metric: Metric,
  received: unknown,
  size: unknown,
  expectations: Expectations,
): Promise<MatcherResult> {
  const limit = parseSize(size, `The limit of ${names[metric]}`)
  if (!isFunction(received)) throw notAFunction(metric)
  const { violations, explained } = await expectations.judgeCall(received, { [metric]: limit })
  if (violations.length === 0) return { pass: true, message: () => notMore(metric, limit) }
  return { pass: false, message: () => tooMuch(explained()) }
}

const notMore = (metric: Metric, limit: number): string =>
  `expected the function to ${verbs[metric]} more than ${formatSize(limit)}, but it did not`

const tooMuch = (violations: readonly Violation[]): string =>
  violations.flatMap(violation => violationText(violation, 'the function', 'limit')).join('\n')

const isFunction = (value: unknown): value is () => unknown => typeof value === 'function'

const notAFunction = (metric: Metric): TracemallocError =>
  new TracemallocError(
    'BAD_EXPECTATION',
    `${names[metric]} measures a function: write \`await expect(() => …).${names[metric]}('64 KiB')\`.`,
  )
