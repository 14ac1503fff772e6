import type { Check } from '../model/check.js'
import { oneLine } from '../model/one-line.js'
import type { Paint } from './paint.js'

const marks = { ok: 'ok', failed: 'NO', fact: '-' } as const

/** What `tracemalloc doctor` prints: a line per check with its advice, and the verdict. */
export function formatDoctor(checks: readonly Check[], verdict: string, paint: Paint): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.flatMap(({ name, state, text, advice }) => {
    const mark = marks[state].padStart(2)
    const painted = state === 'failed' ? paint.red(mark) : paint.dim(mark)
    const indent = ' '.repeat(width + 5)
    return [`${painted} ${name.padEnd(width)}  ${oneLine(text)}`, ...(advice ? [paint.dim(indent + advice)] : [])]
  })
  return [...lines, '', paint.bold(verdict)].join('\n')
}
