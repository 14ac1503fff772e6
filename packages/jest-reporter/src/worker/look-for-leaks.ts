import { LeakedContextError } from '@tracemalloc/core/worker'
import type { FileTestResult, LeakedFile } from '../jest.js'
import { type EndedFile, leakedFiles } from './leaked-files.js'

/** How leaks are looked for. */
export interface LeakSearch {
  /** A leak fails its file. */
  readonly fail: boolean
  /** There may be no later file in this worker. */
  readonly last: boolean
}

/** Looks for realms that live on, when Jest has torn down a file, and puts what it finds into the file's result. */
export async function lookForLeaks(file: EndedFile, { fail, last }: LeakSearch, result: FileTestResult): Promise<void> {
  const leaked = await leakedFiles(file, fail || last)
  if (leaked.length === 0 || !result.tracemalloc) return
  result.tracemalloc = { ...result.tracemalloc, leaked }
  const own = leaked.find(it => it.file === file.file && it.project === file.project)
  if (fail && own) failFile(result, own)
}

function failFile(result: FileTestResult, { leakedContext }: LeakedFile): void {
  const { message, stack = message } = new LeakedContextError(leakedContext)
  result.testExecError = { message, stack }
  result.failureMessage = `${result.failureMessage ?? ''}  ● Test suite failed to run\n\n${indented(stack)}\n`
}

const indented = (text: string): string => text.replace(/^/gm, '    ')
