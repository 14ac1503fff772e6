import type { Frame } from '../model/frame.js'
import { domains } from '../model/result.js'
import type { TraceTable } from '../model/trace-table.js'

/** What V8 keeps about code has a domain of its own, and speedscope no way to leave it out. */
const code = domains.indexOf('code')

/**
 * A file for speedscope, with two profiles: what is alive, and what was allocated. Without what V8 keeps about code.
 * @see https://www.speedscope.app/file-format-schema.json
 */
export function speedscope(table: TraceTable, name: string): string {
  const frames = new SharedFrames()
  const stacks = table.tracebacks.map(({ frames: stack }) => stack.map(frame => frames.index(frame)))
  const { size, allocatedSize } = table.columns
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: 'tracemalloc',
    name,
    activeProfileIndex: 0,
    shared: { frames: frames.list },
    profiles: [
      profile(`${name}: retained`, table, stacks, size),
      profile(`${name}: allocated`, table, stacks, allocatedSize),
    ],
  })
}

function profile(name: string, { columns, tracebacks }: TraceTable, stacks: readonly number[][], sizes: Float64Array) {
  const bytes = new Float64Array(tracebacks.length)
  for (const [row, index] of columns.traceback.entries()) {
    if (columns.domain[row] !== code) bytes[index] = (bytes[index] as number) + (sizes[row] as number)
  }
  const used = [...bytes.keys()].filter(index => bytes[index] !== 0)
  return {
    type: 'sampled',
    name,
    unit: 'bytes',
    startValue: 0,
    endValue: used.reduce((sum, index) => sum + (bytes[index] as number), 0),
    samples: used.map(index => stacks[index]),
    weights: used.map(index => bytes[index]),
  }
}

/** Frames of all stacks, each place once. */
class SharedFrames {
  readonly list: object[] = []
  readonly #known = new Map<string, number>()

  index({ filename, lineno, column, functionName }: Frame): number {
    const name = functionName || '(anonymous)'
    const key = `${name}\0${filename}\0${lineno}\0${column}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, this.list.length)
    // The line in the name keeps the lines of a function apart for the reader, who sees nothing else of a frame at first.
    const place = `${filename.slice(filename.lastIndexOf('/') + 1)}:${lineno}`
    return this.list.push({ name: `${name} (${place})`, file: filename, line: lineno, col: column }) - 1
  }
}
