import type { EngineResult } from './result.js'

/** Whether the numbers come from samples. */
export const isEstimated = ({ mode, interval }: Pick<EngineResult, 'mode' | 'interval'>): boolean =>
  mode === 'auto' ? interval > 1 : mode !== 'exact'
