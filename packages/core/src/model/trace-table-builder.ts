import { TracemallocError } from '../errors.js'
import { Frame, type FrameData, unknownFrame } from './frame.js'
import { domains } from './result.js'
import type { TraceData } from './trace.js'
import { emptyColumns, TraceTable } from './trace-table.js'
import { type SourceLine, Traceback } from './traceback.js'

/** Makes a table of plain data. Frames and tracebacks that are one object in the data are one in the table. */
export class TraceTableBuilder {
  readonly #columns
  readonly #tracebacks: Traceback[] = []
  readonly #tracebackIndices = new Map<readonly FrameData[], Map<number | undefined, number>>()
  readonly #frames = new Map<FrameData, Frame>()
  readonly #tests = new Map<string, number>()
  readonly #sourceLine: SourceLine | undefined
  #length = 0

  /**
   * @param length How many traces will be added.
   * @param sourceLine Where the tracebacks' `format` finds source lines.
   */
  constructor(length: number, sourceLine?: SourceLine) {
    this.#columns = emptyColumns(length)
    this.#sourceLine = sourceLine
  }

  /** @throws {TracemallocError} `BAD_TRACE` for an unknown domain, a frame without a file, and numbers that are not whole or negative. */
  add(data: TraceData): void {
    checkTrace(data, this.#length)
    const { size, count = 1, window = 0, test = '' } = data
    const row = this.#length
    const columns = this.#columns
    columns.traceback[row] = this.#traceback(data)
    columns.domain[row] = domains.indexOf(data.domain)
    columns.size[row] = size
    columns.count[row] = count
    columns.allocatedSize[row] = data.allocatedSize ?? size
    columns.allocatedCount[row] = data.allocatedCount ?? count
    columns.window[row] = window
    columns.test[row] = this.#test(test)
    this.#length++
  }

  build(): TraceTable {
    return new TraceTable(this.#columns, this.#tracebacks, [...this.#tests.keys()])
  }

  #traceback({ traceback, totalFrames }: TraceData): number {
    let byTotal = this.#tracebackIndices.get(traceback)
    if (byTotal === undefined) {
      byTotal = new Map()
      this.#tracebackIndices.set(traceback, byTotal)
    }
    let index = byTotal.get(totalFrames)
    if (index === undefined) {
      for (const frame of traceback) checkFrame(frame, this.#length)
      // As in CPython, a trace always has a frame.
      const frames = traceback.length === 0 ? [unknownFrame] : traceback.map(data => this.#frame(data))
      index = this.#tracebacks.push(new Traceback(frames, totalFrames, this.#sourceLine)) - 1
      byTotal.set(totalFrames, index)
    }
    return index
  }

  #frame(data: FrameData): Frame {
    const frame = this.#frames.get(data) ?? (data instanceof Frame ? data : new Frame(data))
    this.#frames.set(data, frame)
    return frame
  }

  #test(name: string): number {
    const index = this.#tests.get(name) ?? this.#tests.size
    this.#tests.set(name, index)
    return index
  }
}

function checkTrace(data: TraceData, index: number): void {
  const { domain, size, count = 1, allocatedSize = 0, allocatedCount = 0, window = 0 } = data
  const reject = (what: string) => badTrace(index, what)
  if (!domains.includes(domain)) reject(`has the domain '${domain}': use one of ${domains.join(', ')}`)
  const notWhole = [size, count, allocatedSize, allocatedCount, window].find(number => !isWhole(number))
  if (notWhole !== undefined) reject(`has the number ${notWhole}: use whole ones from 0 up`)
  if (count === 0 && size !== 0) reject(`has the size ${size}, but the count 0: nothing of it is alive, so size is 0`)
}

function checkFrame({ filename, lineno, column = 0, functionName = '' }: FrameData, index: number): void {
  const named = typeof filename === 'string' && typeof functionName === 'string'
  if (!named || !isWhole(lineno) || !isWhole(column)) {
    badTrace(
      index,
      `has a frame ${filename}:${lineno} that needs a filename, and whole numbers from 0 up for its place`,
    )
  }
}

function badTrace(index: number, what: string): never {
  throw new TracemallocError('BAD_TRACE', `trace ${index} ${what}`)
}

const isWhole = (number: number): boolean => Number.isSafeInteger(number) && number >= 0
