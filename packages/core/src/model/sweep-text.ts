import { formatSize } from '../units.js'
import type { Outcome, SweepFailure, SweepResult } from './sweep-result.js'

const meanings: Readonly<Record<Outcome, string>> = {
  threw: 'threw another error',
  swallowed: 'swallowed the error, and returned something else',
  leaked: 'leaked',
  state: 'left a state in which the next run fails',
  crashed: 'left the error uncaught, which ends a program',
  hung: 'did not end in time',
  fatal: 'V8 ended the process',
}

/** A sweep's result in words, a line for each failure, without a newline at the end. */
export function formatSweep({ count, tried, failures, notices }: SweepResult): string {
  const found = failures.length === 0 ? 'all handled' : `${failures.length} handled badly`
  const summary = `${tried} of ${count} allocations failed in turn: ${found}`
  return [summary, ...failures.map(failure => `  ${failureText(failure)}`), ...notices].join('\n')
}

/** `#2 src/a.ts:7 (load), 900 B: leaked 2216 B; replay with FAILMALLOC=nth:2` */
export function failureText({ nth, site, sizeBytes, outcome, retained, replay }: SweepFailure): string {
  const place = `${site.file}:${site.line}${site.function === '' ? '' : ` (${site.function})`}`
  const more = outcome === 'leaked' ? ` ${formatSize(retained)}` : ''
  return `#${nth} ${place}, ${formatSize(sizeBytes)}: ${meanings[outcome]}${more}; replay with ${replay}`
}
