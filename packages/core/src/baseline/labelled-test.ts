import { isEstimated } from '../model/is-estimated.js'
import { escapeCharacter } from '../model/one-line.js'
import type { FileResult, TestResult } from '../model/result.js'
import { fileName } from '../report/file-name.js'

/** A test of a run by the name that it has in a baseline. */
export interface LabelledTest {
  /** `test/cache.test.ts > cache > keeps`, on one line. A second test of that name has ` [2]` behind it. */
  readonly label: string
  readonly file: FileResult
  readonly test: TestResult
}

/** All tests of a run, those included that were not run. */
export function labelledTests(files: readonly FileResult[]): LabelledTest[] {
  const seen = new Map<string, number>()
  return files.flatMap(file =>
    file.tests.map(test => {
      const name = labelOf(`${fileName(file)} > ${test.name}`)
      const nth = (seen.get(name) ?? 0) + 1
      seen.set(name, nth)
      return { label: nth === 1 ? name : `${name} [${nth}]`, file, test }
    }),
  )
}

/** Whether its numbers say what it uses: it ran to its end, by itself, and every allocation was traced. */
export const isComparable = ({ file, test }: LabelledTest): boolean =>
  test.state === 'passed' && !test.concurrent && !isEstimated(file.engine)

/** The files of a run, to tell which labels are of them. */
export class RanFiles {
  readonly #names: ReadonlySet<string>

  constructor(files: readonly FileResult[]) {
    this.#names = new Set(files.map(file => labelOf(fileName(file))))
  }

  /** Whether a test of this label is of one of the files. */
  include(label: string): boolean {
    for (let end = label.indexOf(' > '); end !== -1; end = label.indexOf(' > ', end + 1)) {
      if (this.#names.has(label.slice(0, end))) return true
    }
    return false
  }
}

/** Names may have anything in them, but a label stands on one line, which is no comment. */
const labelOf = (name: string): string => name.trim().replace(/^#|[\\\p{Cc}\u2028\u2029]/gu, escapeCharacter)
