// What runs in a process of its own: one function, of whose allocations one fails, be it one that V8 dies of. What it
// found is sent to the parent.
import { type Candidate, candidatesOf } from './candidates.js'
import { FunctionSubject } from './function-subject.js'
import type { ParsedFunction } from './module-function.js'
import { parsePlan } from './plan.js'
import { learn } from './sweep-subject.js'
import { failingTracer } from './tracer.js'
import { type CleanRun, Trial, type Verdict } from './trial.js'

/** What it is asked to do: the only argument, as JSON. */
export interface IsolatedRequest {
  readonly fn: ParsedFunction
  /** Of a call, in milliseconds. */
  readonly timeout: number
  readonly persistent: boolean
  /** The one that fails; 0: none, what could fail is learnt. */
  readonly nth: number
}

/** What it sends: what could fail before it lets that fail, then what came of it; or why it cannot. */
export type IsolatedMessage =
  | { readonly kind: 'learnt'; readonly clean: CleanRun; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'error'; readonly code: string | undefined; readonly message: string }

const send = (message: IsolatedMessage): Promise<void> =>
  new Promise(resolve => {
    process.send?.(message, () => resolve())
  })

async function run({ fn, timeout, persistent, nth }: IsolatedRequest): Promise<void> {
  const module = (await import(fn.module)) as Readonly<Record<string, unknown>>
  const called = module[fn.export]
  if (typeof called !== 'function') throw new Error(`${fn.module} exports no function ${fn.export}.`)
  const tracer = failingTracer()
  const counting = { ...parsePlan({}), nth: 0, native: true }
  const subject = new FunctionSubject(tracer, () => called(...fn.args), timeout, counting)
  const clean = await learn(tracer, subject)
  await send({ kind: 'learnt', clean, candidates: candidatesOf(tracer, subject) })
  if (nth === 0) return
  await send({
    kind: 'verdict',
    verdict: await new Trial(tracer, subject, clean).fail({ ...counting, nth, persistent }),
  })
}

const request = JSON.parse(process.argv[2] ?? '') as IsolatedRequest
try {
  await run(request)
} catch (error) {
  const { code, message } = error as Error & { code?: string }
  await send({ kind: 'error', code, message })
}
// The module may have left something to do.
process.exit()
