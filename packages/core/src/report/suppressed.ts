import { add, nothing } from '../model/amount.js'
import { isEstimated } from '../model/is-estimated.js'
import type { FileResult, Suppressed } from '../model/result.js'
import { amountText, countText } from './amount-text.js'
import { noPaint, type Paint } from './paint.js'

/**
 * What did not count because it is known, over all files, without a newline at the end; entries that hit nothing are
 * pointed out. Empty without entries.
 */
export function formatSuppressed(files: readonly FileResult[], { paint = noPaint }: { paint?: Paint } = {}): string {
  const entries = suppressedOf(files)
  if (entries.length === 0) return ''
  const estimated = files.some(({ engine }) => isEstimated(engine))
  const lines = entries.map(({ site, reason, retained, allocated: { count } }) => {
    if (count === 0)
      return paint.yellow(`  ${site} hit nothing in this run: remove it, or mend its pattern (${reason})`)
    const hits = `${estimated ? '~' : ''}${countText(count, 'hit')}`
    return `  ${site}: ${hits}, retained ${amountText(retained, estimated)} (${reason})`
  })
  return [`Suppressed: ${entries.length === 1 ? '1 entry' : `${entries.length} entries`}`, ...lines].join('\n')
}

/** In the order of the first file. */
function suppressedOf(files: readonly FileResult[]): Suppressed[] {
  const sums = new Map<string, Suppressed>()
  for (const entry of files.flatMap(file => file.suppressed ?? [])) {
    const key = `${entry.site}\0${entry.reason}`
    const { retained = nothing, allocated = nothing } = sums.get(key) ?? {}
    sums.set(key, {
      ...entry,
      retained: add(retained, entry.retained),
      allocated: add(allocated, entry.allocated),
    })
  }
  return [...sums.values()]
}
