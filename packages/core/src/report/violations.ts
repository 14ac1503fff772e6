import { oneLine } from '../model/one-line.js'
import type { Violation } from '../model/result.js'
import { violationText } from '../model/violation-text.js'
import { countText } from './amount-text.js'
import { fileName } from './file-name.js'
import { noPaint, type Paint } from './paint.js'

/** All violations with the file and test that each belongs to, without a newline at the end; empty without any. */
export function formatViolations(
  violations: readonly Violation[],
  { paint = noPaint }: { paint?: Paint } = {},
): string {
  if (violations.length === 0) return ''
  const blocks = violations.flatMap(violation => {
    const [first = '', ...sites] = violationText(violation)
    const owner = ownerText(violation)
    return [`  ${owner === '' ? '' : `${owner}: `}${paint.red(first)}`, ...sites.map(line => `  ${line}`)]
  })
  return [paint.red(`Over the memory budget: ${countText(violations.length, 'violation')}`), ...blocks].join('\n')
}

/** The test or file that it is about, on one line; empty for the run. */
export const ownerText = (of: Pick<Violation, 'project' | 'file' | 'test'>): string =>
  oneLine([fileName(of), of.test].filter(text => text !== '').join(' > '))
