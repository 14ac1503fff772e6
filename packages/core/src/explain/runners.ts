import type { RetainingStep } from '../engine/explanations.js'
import type { Sources } from './sources.js'

/** What a runner keeps for itself as a global. */
export const isRunnersGlobal = (step: RetainingStep | undefined): boolean =>
  /^(?:__vitest_worker__$|<symbol (?:JEST_|jest-|\$\$jest|graceful-fs))/.test(step?.name ?? '')

/** Of the test runner's own code, or what it keeps of a test. */
export const isRunners = (step: RetainingStep, sources: Sources): boolean =>
  sources.isRunners(step.file) || isRunnersGlobal(step)
