import { leakText } from '../model/leak-text.js'
import type { FileResult } from '../model/result.js'
import { countText } from './amount-text.js'
import { fileName } from './file-name.js'
import { noPaint, type Paint } from './paint.js'

/** What running tests several times has shown, without a newline at the end; empty when none was. */
export function formatLeaks(files: readonly FileResult[], { paint = noPaint }: { paint?: Paint } = {}): string {
  const tests = files.flatMap(file =>
    file.tests.flatMap(({ name, leak }) => (leak ? [{ name: `${fileName(file)} > ${name}`, leak }] : [])),
  )
  if (tests.length === 0) return ''
  const leaking = tests.filter(({ leak }) => leak.leaks)
  const title = `Run again to find leaks: ${countText(tests.length, 'test')}`
  if (leaking.length === 0) return paint.dim(`${title}, none leaks`)
  const lines = leaking.flatMap(({ name, leak }) => {
    const [series = '', ...sites] = leakText(leak)
    return [`  ${name}: ${series}`, ...sites.map(line => `  ${line}`)]
  })
  return [paint.red(`${title}, ${leaking.length} of them leak${leaking.length === 1 ? 's' : ''}`), ...lines].join('\n')
}
