import type { Frame } from '../model/frame.js'
import type { TraceTable } from '../model/trace-table.js'

/** What is alive as folded stacks, the input of flame graphs: a line per traceback, sorted. */
export function folded(table: TraceTable): string {
  const bytes = new Map<string, number>()
  for (const [index, size] of liveBytes(table).entries()) {
    const stack = table.tracebacks[index]?.frames.map(frameText).join(';')
    if (stack !== undefined && size > 0) bytes.set(stack, (bytes.get(stack) ?? 0) + size)
  }
  const lines = Array.from(bytes, ([stack, size]) => `${stack} ${size}\n`)
  return lines.sort().join('')
}

function liveBytes({ columns, tracebacks, length }: TraceTable): Float64Array {
  const bytes = new Float64Array(tracebacks.length)
  const { traceback, size } = columns
  for (let row = 0; row < length; row++) {
    const index = traceback[row] as number
    bytes[index] = (bytes[index] as number) + (size[row] as number)
  }
  return bytes
}

/** `emit (src/bus.ts:24)`. A semicolon would end the frame, a line break the stack. */
const frameText = (frame: Frame): string =>
  (frame.functionName ? `${frame.functionName} (${frame})` : String(frame)).replace(/[;\r\n]/g, '_')
