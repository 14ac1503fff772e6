import { TracemallocError } from '../errors.js'
import type { SweepFailure, SweepResult } from '../model/sweep-result.js'
import { quietly } from '../window/quietly.js'
import { candidatesOf, choose, type SweepPlan } from './candidates.js'
import { retainedBy } from './retained.js'
import type { Subject } from './subject.js'
import type { FailingTracer } from './tracer.js'
import { type CleanRun, Trial } from './trial.js'

/**
 * Lets each allocation of a subject fail in turn: runs it without failures first, then for each allocation once with
 * and once without the failure, and again with it when it seems to leak.
 * @throws {TracemallocError} `SWEEP` when it fails without a failure; `NO_FAILMALLOC`
 */
export async function sweepSubject(tracer: FailingTracer, subject: Subject, plan: SweepPlan): Promise<SweepResult> {
  const { noun } = subject
  const notices: string[] = []
  const clean = await learn(tracer, subject)
  if (!clean.comparable) notices.push(incomparable(noun))
  const candidates = quietly(tracer.engine, () => candidatesOf(tracer, subject))
  if (candidates.length === 0) notices.push(nothingToFail(noun))
  const chosen = candidates.length === 0 ? [] : quietly(tracer.engine, () => choose(candidates, plan, notices))
  const trial = new Trial(tracer, subject, clean)
  const failures: SweepFailure[] = []
  let tried = 0
  for (const { nth, site, sizeBytes } of chosen) {
    tried++
    const { persistent } = plan
    const { outcomes, retained, recovered } = await trial.fail({ ...subject.counting, nth, persistent })
    const replay = subject.replayOf(nth, persistent)
    for (const outcome of outcomes) failures.push({ nth, site, sizeBytes, outcome, retained, replay })
    if (recovered) continue
    if (tried < chosen.length)
      notices.push(`The ${noun} does not work any more since allocation ${nth} failed: ${left(chosen.length - tried)}.`)
    break
  }
  return { count: candidates.length, tried, failures, notices }
}

export const incomparable = (noun: string): string =>
  `The ${noun} does not return the same each time: its values were not compared.`

export const nothingToFail = (noun: string): string => `The ${noun} allocates nothing that could fail.`

const left = (count: number): string => `${count} more ${count === 1 ? 'was' : 'were'} not tried`

/**
 * Runs it without failures: first to fill its caches and V8's, then to learn what it returns, and at last what it
 * retains besides what it returns.
 */
export async function learn(tracer: FailingTracer, subject: Subject): Promise<CleanRun> {
  const { counting } = subject
  for (let round = 0; round < 2; round++) checkEnd(await subject.runExpected(counting), subject)
  let clean = 0
  let comparable = true
  for (let round = 0; round < 2; round++) {
    const run = checkEnd(await subject.run(counting), subject)
    clean = Math.max(clean, await retainedBy(tracer.engine, run, subject))
    comparable &&= run.expected
  }
  return { clean, comparable }
}

function checkEnd<R extends Awaited<ReturnType<Subject['run']>>>(run: R, { noun }: Subject): R {
  if (run.end === 'returned' && !run.complaint) return run
  const what = run.end === 'hung' ? 'takes longer than its time limit' : 'fails'
  throw new TracemallocError(
    'SWEEP',
    `The ${noun} ${what} although nothing has been made to fail: give failmalloc one that can be run again and again.`,
  )
}
