import type { BaselineComparison } from '../model/baseline-comparison.js'
import { bySize } from './compare.js'

/** What the shards of one run found when they compared their tests with the baseline; `undefined` when none did. */
export function mergeComparisons(parts: readonly BaselineComparison[]): BaselineComparison | undefined {
  const [first] = parts
  if (!first) return undefined
  const notes = [...new Set(parts.flatMap(({ note }) => note ?? []))]
  return {
    file: first.file,
    tolerance: first.tolerance,
    compared: parts.reduce((sum, { compared }) => sum + compared, 0),
    regressions: parts.flatMap(part => part.regressions).sort(bySize),
    improvements: parts.flatMap(part => part.improvements).sort(bySize),
    added: parts.flatMap(part => part.added),
    gone: parts.flatMap(part => part.gone),
    ...(notes.length > 0 && { note: notes.join(' ') }),
  }
}
