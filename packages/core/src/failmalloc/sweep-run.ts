import type { FailurePlan } from '../engine/failures.js'
import { siteFrame } from '../resolve/blame.js'
import { retireBufferPool } from '../window/buffer-pool.js'
import { quietly } from '../window/quietly.js'
import { settle } from '../window/settle.js'
import { type FailingTracer, notPossible } from './tracer.js'

/** What a run came to. It holds nothing of the run itself but, where it was asked for, its value. */
export interface Run {
  /** `failed`: with a failed allocation; `threw`: with something else. */
  readonly end: 'returned' | 'failed' | 'threw'
  /** Whether it returned what was expected. */
  readonly expected: boolean
  /** Bytes of the user's that it retained. */
  readonly retained: number
}

/** Counts, and lets nothing fail. */
export const counting: FailurePlan = {
  nth: 0,
  count: 1,
  persistent: false,
  minSize: 0,
  file: '',
  owned: false,
  native: false,
}

/** Runs a function once, with what the plan lets fail. */
export async function runOnce(
  { engine, failures }: FailingTracer,
  fn: () => unknown,
  plan: FailurePlan,
  isExpected: (value: unknown) => boolean,
): Promise<Run> {
  const from = engine.mark()
  const { end, expected } = await armed(failures, fn, plan, value => quietly(engine, () => isExpected(value)))
  const to = engine.mark()
  for (let round = 0; round < 2; round++) {
    await settle()
    quietly(engine, () => {
      retireBufferPool()
      engine.collect('lowMemory')
    })
  }
  const retained = quietly(engine, () => {
    const users = engine.read(from, to).filter(it => it.domain !== 'code' && isUsers(it.traceback))
    return users.reduce((sum, it) => sum + it.retained.bytes, 0)
  })
  return { end, expected, retained }
}

async function armed(
  failures: FailingTracer['failures'],
  fn: () => unknown,
  plan: FailurePlan,
  isExpected: (value: unknown) => boolean,
): Promise<Pick<Run, 'end' | 'expected'>> {
  if (!failures.arm(plan)) notPossible()
  try {
    const value = await fn()
    failures.disarm()
    return { end: 'returned', expected: isExpected(value) }
  } catch (error) {
    failures.disarm()
    return { end: isFailedAllocation(error) ? 'failed' : 'threw', expected: true }
  }
}

const isUsers = (traceback: Parameters<typeof siteFrame>[0]): boolean =>
  ['yours', 'dependency'].includes(siteFrame(traceback).blame)

/** V8's, Node's, or one that was caught and is somebody's cause. */
function isFailedAllocation(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, cause } = error as Error & { code?: unknown }
  if (error.name === 'RangeError' || code === 'ERR_MEMORY_ALLOCATION_FAILED') return true
  return error.message === 'Unable to deserialize cloned data.' || isFailedAllocation(cause)
}
