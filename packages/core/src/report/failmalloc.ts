import type { FileResult, TestResult } from '../model/result.js'
import { failureText } from '../model/sweep-text.js'
import { countText } from './amount-text.js'
import { fileName } from './file-name.js'
import { noPaint, type Paint } from './paint.js'

/** A test that was run again with failing allocations. */
interface Swept {
  readonly name: string
  /** What was handled badly has failed it, and stands among the runner's errors. */
  readonly failed: boolean
  readonly result: NonNullable<TestResult['failmalloc']>
}

/** What failing allocations have shown, without a newline at the end; empty when no test was run with them. */
export function formatFailmalloc(files: readonly FileResult[], { paint = noPaint }: { paint?: Paint } = {}): string {
  const swept = files.flatMap(sweptTests)
  if (swept.length === 0) return ''
  const sum = (of: (swept: Swept) => number): number => swept.reduce((total, it) => total + of(it), 0)
  const bad = sum(({ result }) => result.failures.length)
  const [tried, count] = [sum(({ result }) => result.tried), sum(({ result }) => result.count)]
  const failed = `${tried} of ${count} allocations failed in turn: ${bad === 0 ? 'all handled' : `${bad} handled badly`}`
  const title = `Failing allocations: ${countText(swept.length, 'test')}, ${failed}`
  return [bad === 0 ? paint.dim(title) : paint.red(title), ...swept.flatMap(sweptLines)].join('\n')
}

const sweptTests = (file: FileResult): Swept[] =>
  file.tests.flatMap(({ name, state, failmalloc }) =>
    failmalloc === undefined
      ? []
      : [{ name: `${fileName(file)} > ${name}`, failed: state === 'failed', result: failmalloc }],
  )

/** Of what was handled well there is nothing to say. */
function sweptLines({ name, failed, result: { failures, notices } }: Swept): string[] {
  const lines = failed ? [] : [...failures.map(failureText), ...notices]
  return lines.length === 0 ? [] : [`  ${name}`, ...lines.map(line => `    ${line}`)]
}
