import type { Size } from '../units.js'

/** What may be retained and allocated at most; a metric that is left out has no limit. */
export interface Budget {
  /** Bytes still reachable at the end. */
  readonly retained?: Size | undefined
  /** Bytes of all allocations, freed ones included. */
  readonly allocated?: Size | undefined
}

/** A budget in bytes. Plain data. */
export interface Limits {
  readonly retained?: number
  readonly allocated?: number
}

/** The later one wins, metric by metric. */
export const mergeLimits = (...limits: readonly (Limits | undefined)[]): Limits => Object.assign({}, ...limits)
