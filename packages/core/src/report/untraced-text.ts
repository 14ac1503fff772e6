import { formatSize } from '../units.js'

/** Less is not worth a line: loading some of Node's own modules looks like that much. */
const least = 1024 ** 2

/** A line about memory that no line has allocated, when there is some. */
export function untracedLines(size = 0, growth?: number): string[] {
  if (size < least) return []
  return [`Untraced memory outside of V8's heap: size=${formatSize(size)}${grownText(growth)}`]
}

const grownText = (growth: number | undefined): string => (growth === undefined ? '' : ` (${formatSize(growth, true)})`)
