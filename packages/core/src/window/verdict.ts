import { checkLimits } from '../budget/check.js'
import type { Limits } from '../budget/limits.js'
import type { Engine } from '../engine/engine.js'
import type { Scope, Violation } from '../model/result.js'
import { overRetained } from './ladder.js'
import { type Measure, measure, narrowed } from './measure.js'
import type { Places } from './place.js'
import { topPlaced } from './placed.js'
import { quietly } from './quietly.js'
import type { RecordedWindow } from './test-window.js'
import type { Loosen } from './weak-hold.js'

/** What verdicts are made with. */
export interface Court {
  readonly engine: Engine
  readonly settle: () => Promise<void>
  readonly loosen: Loosen
  readonly places: Places
  /** The runner's project; empty for one without a name. */
  readonly project: string
  /** The test file, relative to the root. */
  readonly file: string
  /** See `RecorderOptions`. */
  readonly ownRealm: boolean
  /** Sites per violation; 0: all. */
  readonly top: number
}

/**
 * Judges a closed window with as little work as its limits allow; leaves the violations in it, and what was read after a
 * full collection.
 * @param allocated upper bound of the bytes allocated in the window; `undefined` when the engine does not know
 */
export async function judge(court: Court, window: RecordedWindow, limits: Limits, allocated?: number): Promise<void> {
  const { engine, settle, loosen, places } = court
  const { from, to = from, name } = window
  const { domains } = limits
  const counted = domains === undefined ? {} : { domains }
  let whole: Measure | undefined
  const read = () => {
    whole = quietly(engine, () => measure(engine.read(from, to, places.siting), places))
    return narrowed(whole, domains)
  }
  const violations: Violation[] = []
  if (limits.retained !== undefined) {
    const over = await overRetained(from, limits.retained, { engine, settle, loosen, measure: read })
    if (over && whole) {
      window.measured = whole
      violations.push(...check(court, 'test', name, { ...counted, retained: limits.retained }, over))
    }
  }
  // Without an upper bound (`function` mode) the reading decides.
  if (limits.allocated !== undefined && (allocated ?? Number.POSITIVE_INFINITY) > limits.allocated) {
    const measured = window.measured ?? read()
    violations.push(...check(court, 'test', name, { ...counted, allocated: limits.allocated }, measured))
  }
  window.violations = violations
}

/** The violations of a test or the file, each with at most `top` sites. */
export function check(court: Court, scope: Scope, test: string, limits: Limits, measured: Measure): Violation[] {
  const { project, file, places, top } = court
  const { retained, allocated, placed } = narrowed(measured, limits.domains)
  const broken = checkLimits({ scope, project, file, test }, limits, { retained, allocated, sites: [] })
  return broken.map(violation => {
    const { metric } = violation
    const guilty = placed.filter(it => it[metric].bytes > 0)
    const { sites } = topPlaced(guilty, top, places, metric)
    return { ...violation, sites }
  })
}
