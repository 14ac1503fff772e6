import type { GlobalConfig } from './jest.js'

const mark = 'tracemalloc: last files'

/**
 * Tells the workers that a file may be their last. Jest sends the global configuration along with each file, and only
 * the outermost of it is frozen; Jest itself looks at the first two elements of a reporter's entry.
 */
export function markLastFiles({ reporters }: GlobalConfig, last: boolean): void {
  const entry = reporters?.[0]
  if (entry === undefined) return
  if (last) entry[2] = mark
  else entry.length = 2
}

export const isLastFile = ({ reporters }: GlobalConfig): boolean => reporters?.[0]?.[2] === mark
