import { TracemallocError } from '../errors.js'
import type { SweepFailure, SweepResult } from '../model/sweep-result.js'
import { choose, type SweepPlan } from './candidates.js'
import { type IsolatedEnd, isolatedProcess } from './isolated-process.js'
import type { IsolatedMessage } from './isolated-run.js'
import type { ParsedFunction } from './module-function.js'
import { replayOf } from './replay.js'
import { incomparable, nothingToFail } from './sweep-subject.js'

type Learnt = Extract<IsolatedMessage, { kind: 'learnt' }>
type Verdict = Pick<Extract<IsolatedMessage, { kind: 'verdict' }>['verdict'], 'outcomes' | 'retained'>

/**
 * As `sweepSubject`, with a process for each allocation: so those can fail as well that V8 dies of, and no failure has
 * to do with the one before.
 * @throws {TracemallocError} `SWEEP` when the function cannot be called, or fails without a failure
 */
export async function isolatedSweep(fn: ParsedFunction, plan: SweepPlan): Promise<SweepResult> {
  const { timeout, persistent } = plan
  const { clean, candidates } = learntOf(await isolatedProcess({ fn, timeout, persistent, nth: 0 }))
  const notices: string[] = []
  if (!clean.comparable) notices.push(incomparable('function'))
  if (candidates.length === 0) notices.push(nothingToFail('function'))
  const chosen = candidates.length === 0 ? [] : choose(candidates, plan, notices)
  const failures: SweepFailure[] = []
  for (const { nth, site, sizeBytes } of chosen) {
    const { outcomes, retained } = verdictOf(await isolatedProcess({ fn, timeout, persistent, nth }))
    const replay = replayOf(nth, persistent)
    for (const outcome of outcomes) failures.push({ nth, site, sizeBytes, outcome, retained, replay })
  }
  return { count: candidates.length, tried: chosen.length, failures, notices }
}

function learntOf({ messages, died, stderr }: IsolatedEnd): Learnt {
  const learnt = messages.find((message): message is Learnt => message.kind === 'learnt')
  if (learnt) return learnt
  const error = messages.find(message => message.kind === 'error')
  if (error) throw new TracemallocError(error.code ?? 'SWEEP', error.message)
  throw new TracemallocError(
    'SWEEP',
    `The process of the function ended (${died}) although nothing has been made to fail. ${stderr.trim()}`,
  )
}

function verdictOf({ messages, died }: IsolatedEnd): Verdict {
  const verdict = messages.find(message => message.kind === 'verdict')
  if (verdict) return verdict.verdict
  return { outcomes: [died ?? 'crashed'], retained: 0 }
}
