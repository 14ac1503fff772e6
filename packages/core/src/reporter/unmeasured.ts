import type { FileResult } from '../model/result.js'
import { fileName } from '../report/file-name.js'

/** A test file that left no results though it should have. */
export interface UnmeasuredFile extends Pick<FileResult, 'project' | 'file'> {
  readonly reason: string
}

/** Files of one reason that are named; the others are only counted. */
const named = 5

/** The lines that tell of them. */
export function unmeasuredNotes(files: readonly UnmeasuredFile[]): string[] {
  const reasons = [...new Set(files.map(({ reason }) => reason))]
  return reasons.flatMap(reason => {
    const alike = files.filter(file => file.reason === reason)
    const rest = alike.length - named
    const lines = alike.slice(0, named).map(file => `${fileName(file)}: not measured: ${reason}`)
    return rest > 0 ? [...lines, `${rest} more not measured: ${reason}`] : lines
  })
}
