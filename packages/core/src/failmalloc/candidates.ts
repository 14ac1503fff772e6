import type { GivenSweep } from '../budget/sweep-options.js'
import type { FailureSite } from '../model/sweep-result.js'
import { siteFrame } from '../resolve/blame.js'
import { createLocator } from '../resolve/source-map.js'
import { runnerPlaces } from '../window/runner-places.js'
import { sample } from './random.js'
import type { Subject } from './subject.js'
import type { FailingTracer } from './tracer.js'

/** One allocation that can fail. */
export interface Candidate {
  /** Counted from 1. */
  readonly nth: number
  readonly site: FailureSite
  readonly sizeBytes: number
}

/** How a sweep is made: all that has a default is there. `nth`: only this one. */
export type SweepPlan = Required<GivenSweep> & { readonly nth?: number }

/** What the last run has asked for. */
export function candidatesOf(
  { engine, failures }: FailingTracer,
  { root, ownRoots }: Pick<Subject, 'root' | 'ownRoots'>,
): Candidate[] {
  const locate = createLocator({ root, ...runnerPlaces.get(engine) })
  return failures.attempts().map(({ sizeBytes, traceback }, index) => {
    const { file, line, function: functionName } = locate(siteFrame(traceback, ownRoots).frame)
    return { nth: index + 1, sizeBytes, site: { file, line, function: functionName } }
  })
}

/** Those that are made to fail; says in `notices` when they are not all. */
export function choose(candidates: readonly Candidate[], plan: SweepPlan, notices: string[]): readonly Candidate[] {
  const { max, seed, shallow, nth } = plan
  if (nth !== undefined) {
    const chosen = candidates.filter(it => it.nth === nth)
    if (chosen.length === 0) notices.push(`There is no allocation ${nth}, only ${candidates.length}.`)
    return chosen
  }
  const lines = new Map(candidates.map(it => [`${it.site.file}:${it.site.line}`, it] as const).reverse())
  const wanted = shallow ? [...lines.values()].sort((a, b) => a.nth - b.nth) : candidates
  if (wanted.length <= max) return wanted
  notices.push(`Of ${wanted.length} allocations a sample of ${max} was made to fail (seed ${seed}).`)
  return sample(wanted, max, seed)
}
