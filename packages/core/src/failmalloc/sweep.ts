import { isDeepStrictEqual } from 'node:util'
import { OptionReader } from '../budget/option-reader.js'
import type { Attempt } from '../engine/failures.js'
import { TracemallocError } from '../errors.js'
import { siteFrame } from '../resolve/blame.js'
import { createLocator } from '../resolve/source-map.js'
import { quietly } from '../window/quietly.js'
import { runnerPlaces } from '../window/runner-places.js'
import { sample } from './random.js'
import { replayed, replayOf } from './replay.js'
import type { FailureSite, SweepFailure, SweepResult } from './result.js'
import { counting, type Run, runOnce } from './sweep-run.js'
import { type FailingTracer, failingTracer } from './tracer.js'
import { type CleanRun, Trial } from './trial.js'

export interface SweepOptions {
  /** Allocations that are made to fail at most; of more, a sample is drawn. Default: 1000. */
  readonly max?: number | undefined
  /** Of the draw, a whole number. Default: 1. */
  readonly seed?: number | undefined
  /** Let only the first allocation of each line fail. Default: false. */
  readonly shallow?: boolean | undefined
  /** Let all allocations after the chosen one fail as well. Default: false. */
  readonly persistent?: boolean | undefined
}

/** One allocation that can fail. */
interface Candidate extends Omit<Attempt, 'traceback'> {
  readonly nth: number
  readonly site: FailureSite
}

/**
 * Lets each allocation of a function fail in turn, and tells what it handled badly: `SweepFailure.outcome`. Which ones
 * can fail: see `enable`. The function is run about three times per allocation, and is awaited when it is async; it must
 * do the same each time.
 * @throws {TracemallocError} `SWEEP` when the function throws without a failure; `BAD_OPTION`, `UNKNOWN_OPTION`;
 *   `BAD_REPLAY` when the environment variable FAILMALLOC cannot be read; `UNTRACED`, `NO_FAILMALLOC`
 */
export async function sweep(fn: () => unknown, options: SweepOptions = {}): Promise<SweepResult> {
  const parsed = parseSweep(options)
  const only = replayed(process.env.FAILMALLOC)
  const tracer = failingTracer()
  try {
    return await sweepWith(tracer, fn, only ? { ...parsed, ...only } : parsed)
  } finally {
    tracer.failures.disarm()
    tracer.release()
  }
}

type ParsedSweep = ReturnType<typeof parseSweep> & { readonly nth?: number }

function parseSweep(options: SweepOptions) {
  const reader = new OptionReader(options, ['max', 'seed', 'shallow', 'persistent'], '', 'failmalloc.sweep()')
  return {
    max: 1000,
    seed: 1,
    shallow: false,
    persistent: false,
    ...reader.read('max', reader.integer('max', 1, Number.MAX_SAFE_INTEGER)),
    ...reader.read('seed', reader.integer('seed', 0, Number.MAX_SAFE_INTEGER)),
    ...reader.read('shallow', reader.flag('shallow')),
    ...reader.read('persistent', reader.flag('persistent')),
  }
}

async function sweepWith(tracer: FailingTracer, fn: () => unknown, options: ParsedSweep): Promise<SweepResult> {
  const notices: string[] = []
  const clean = await learn(tracer, fn)
  if (!clean.comparable) notices.push('The function does not return the same each time: its values were not compared.')
  const candidates = quietly(tracer.engine, () => candidatesOf(tracer))
  if (candidates.length === 0) {
    return {
      count: 0,
      tried: 0,
      failures: [],
      notices: [...notices, 'The function allocates nothing that could fail.'],
    }
  }
  const chosen = quietly(tracer.engine, () => choose(candidates, options, notices))
  const trial = new Trial(tracer, fn, clean)
  const failures: SweepFailure[] = []
  let tried = 0
  for (const { nth, site, sizeBytes } of chosen) {
    tried++
    const { outcomes, retained, recovered } = await trial.fail({ ...counting, nth, persistent: options.persistent })
    const replay = replayOf(nth, options.persistent)
    for (const outcome of outcomes) failures.push({ nth, site, sizeBytes, outcome, retained, replay })
    if (recovered) continue
    if (tried < chosen.length) {
      notices.push(
        `The function does not work any more since allocation ${nth} failed: ${left(chosen.length - tried)}.`,
      )
    }
    break
  }
  return { count: candidates.length, tried, failures, notices }
}

const left = (count: number): string => `${count} more ${count === 1 ? 'was' : 'were'} not tried`

/** Runs it without failures: first to fill its caches and V8's, then to learn what it returns and retains. */
async function learn(tracer: FailingTracer, fn: () => unknown): Promise<CleanRun> {
  let value: unknown
  const keep = (returned: unknown): boolean => {
    const same = isDeepStrictEqual(returned, value)
    value = returned
    return same
  }
  const runs: Run[] = []
  for (let round = 0; round < 3; round++) runs.push(await runOnce(tracer, fn, counting, keep))
  if (runs.some(run => run.end !== 'returned')) {
    throw new TracemallocError(
      'SWEEP',
      'failmalloc.sweep(): the function throws although nothing has failed. Give it one that can be run again and again.',
    )
  }
  const [, second, third] = runs
  const clean = Math.max(second?.retained ?? 0, third?.retained ?? 0)
  return { value, clean, comparable: third?.expected === true }
}

function candidatesOf({ engine, failures }: FailingTracer): Candidate[] {
  const locate = createLocator({ root: process.cwd(), ...runnerPlaces.get(engine) })
  return failures.attempts().map(({ sizeBytes, traceback }, index) => {
    const { file, line, function: functionName } = locate(siteFrame(traceback).frame)
    return { nth: index + 1, sizeBytes, site: { file, line, function: functionName } }
  })
}

function choose(candidates: readonly Candidate[], options: ParsedSweep, notices: string[]): readonly Candidate[] {
  const { max, seed, shallow, nth } = options
  if (nth !== undefined) return candidates.filter(it => it.nth === nth)
  const lines = new Map(candidates.map(it => [`${it.site.file}:${it.site.line}`, it] as const).reverse())
  const wanted = shallow ? [...lines.values()].sort((a, b) => a.nth - b.nth) : candidates
  if (wanted.length <= max) return wanted
  notices.push(`Of ${wanted.length} allocations a sample of ${max} was made to fail (seed ${seed}).`)
  return sample(wanted, max, seed)
}
