import type { Check } from '../model/check.js'
import type { Probed } from './run-probe.js'

/** One line: how a run would be traced here. @param wanted what `TRACEMALLOC_ENGINE` says; empty: nothing */
export function verdictOf(checks: readonly Check[], { main }: Probed, wanted: string): string {
  if ('error' in main) return 'Nothing can be said: the tracer has ended the process that tried it.'
  if (!['', 'native', 'function'].includes(wanted)) return untraced
  const native = main.native.works && wanted !== 'function'
  if (!native) return main.sampler.works && wanted !== 'native' ? inFunctionMode : untraced
  return checks.some(({ state }) => state === 'failed')
    ? 'Runs are traced by the addon, but for what is named above.'
    : 'Everything works here: runs are traced by the addon.'
}

const inFunctionMode = 'Runs are traced in function mode: estimates, and function start lines only.'
const untraced = 'Runs are not traced here: tests run as they do without tracemalloc.'
