import type { FileResult } from '../model/result.js'
import { fileName } from '../report/file-name.js'

/** The line that tells of a test file which left no results though it should have. */
export const unmeasuredNote = (file: Pick<FileResult, 'project' | 'file'>, reason: string): string =>
  `${fileName(file)}: not measured: ${reason}`
