import type { Domain } from '../model/result.js'
import type { Size } from '../units.js'

/** What a budget may count: objects of V8's heap, and the memory of ArrayBuffers outside of it. */
export const budgetDomains = ['heap', 'arraybuffer'] as const satisfies readonly Domain[]

export type BudgetDomain = (typeof budgetDomains)[number]

/** What may be retained and allocated at most; a metric that is left out has no limit. */
export interface Budget {
  /** Bytes still reachable at the end. */
  readonly retained?: Size | undefined
  /** Bytes of all allocations, freed ones included. */
  readonly allocated?: Size | undefined
  /** Whose memory counts. Default: both. */
  readonly domains?: BudgetDomain | readonly BudgetDomain[] | undefined
}

/** A budget in bytes. Plain data. */
export interface Limits {
  readonly retained?: number
  readonly allocated?: number
  readonly domains?: readonly BudgetDomain[]
}

/** Whether there is anything to judge by. */
export const hasLimit = ({ retained, allocated }: Limits): boolean => retained !== undefined || allocated !== undefined

/** The later one wins, metric by metric, and the domains. */
export const mergeLimits = (...limits: readonly (Limits | undefined)[]): Limits => Object.assign({}, ...limits)
