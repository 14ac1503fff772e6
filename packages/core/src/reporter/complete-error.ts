import { MemoryBudgetError } from '../budget/budget-error.js'
import { type CompactFile, expand } from '../model/compact.js'
import type { Violation } from '../model/result.js'
import { violationText } from '../model/violation-text.js'

/** Finds what the error of a test says when all is known. @param message what it said when the test ended */
export type CompleteError = (testId: string, message: string) => MemoryBudgetError | undefined

/**
 * Who holds what a test keeps is found out when the last test of the file has ended, and runners have sent the errors of
 * others already.
 * @param sent what the worker left of the file
 * @returns tells what such an error says by then; `undefined` for what is no such error
 */
export function completeErrors(sent: CompactFile, root: string): CompleteError {
  if ('notice' in sent) return () => undefined
  const violations = new Map(expand(sent).tests.map(test => [test.id, test.violations]))
  return (testId, message) => completeError(violations.get(testId) ?? [], message, root)
}

/** By the lines that say what was over: all others are indented. Of attempts that used as much, the last one's. */
function completeError(violations: readonly Violation[], message: string, root: string): MemoryBudgetError | undefined {
  const titles = message.split('\n').filter(line => !line.startsWith(' '))
  const found = titles.map(title => violations.findLast(violation => violationText(violation)[0] === title))
  const complete = found.filter(violation => violation !== undefined)
  return complete.length === titles.length ? new MemoryBudgetError(complete, root) : undefined
}
