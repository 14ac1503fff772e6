import type { RawFrame } from '../engine/engine.js'

/** Whether it is in the function that Istanbul puts into a module to count what is covered: the runner's, not the module's. */
export const isCoverageCounter = ({ functionName }: RawFrame): boolean => /^cov_[0-9a-z]{6,}$/.test(functionName)
