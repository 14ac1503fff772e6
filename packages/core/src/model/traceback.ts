import { Frame, type FrameData, unknownFrame } from './frame.js'
import { inspect } from './inspect.js'

/** Gives the text of a source line, `''` when there is none. */
export type SourceLine = (filename: string, lineno: number) => string

/** Frames from the oldest to the most recent. Immutable. */
export class Traceback implements Iterable<Frame> {
  readonly frames: readonly Frame[]
  /**
   * Frames of the stack that were looked at, kept or not; `undefined` when nobody counted. CPython counts all frames of
   * the stack: to walk down to the last one costs too much here.
   */
  readonly totalFrames: number | undefined
  readonly #sourceLine: SourceLine

  /**
   * @param frames Oldest first.
   * @param sourceLine Where `format` finds source lines; default: nowhere. Snapshots' tracebacks find those of files.
   */
  constructor(frames: readonly FrameData[], totalFrames?: number, sourceLine: SourceLine = () => '') {
    this.frames = Object.freeze(frames.map(frame => (frame instanceof Frame ? frame : new Frame(frame))))
    this.totalFrames = totalFrames
    this.#sourceLine = sourceLine
    Object.freeze(this)
  }

  /** One frame as a traceback that finds source lines where this one does. */
  withFrame(frame: FrameData): Traceback {
    return new Traceback([frame], undefined, this.#sourceLine)
  }

  get length(): number {
    return this.frames.length
  }

  /** A negative index counts from the most recent frame. */
  at(index: number): Frame | undefined {
    return this.frames.at(index)
  }

  slice(start?: number, end?: number): readonly Frame[] {
    return this.frames.slice(start, end)
  }

  [Symbol.iterator](): IterableIterator<Frame> {
    return this.frames[Symbol.iterator]()
  }

  includes(frame: FrameData): boolean {
    return this.frames.some(own => own.equals(frame))
  }

  equals(other: Traceback): boolean {
    return this.compare(other) === 0
  }

  /** Negative, 0 or positive: frame by frame from the oldest; the shorter of two that begin alike comes first. */
  compare(other: Traceback): number {
    for (const [index, frame] of this.frames.entries()) {
      const theirs = other.frames[index]
      if (theirs === undefined) return 1
      const order = frame.compare(theirs)
      if (order !== 0) return order
    }
    return this.length - other.length
  }

  /** A string that two tracebacks share exactly when they are equal. */
  get key(): string {
    return this.frames.map(frame => `${frame.filename}\0${frame.lineno}`).join('\0')
  }

  /**
   * The traceback as lines, as Python prints it: each frame, and its source line under it where that is known.
   * @param limit The most recent `limit` frames when positive, the oldest `-limit` when negative; default: all.
   * @param mostRecentFirst Default: oldest first.
   * @param sourceLine Default: as the traceback was made with.
   */
  format(limit?: number, mostRecentFirst = false, sourceLine: SourceLine = this.#sourceLine): string[] {
    const frames = limit === undefined ? this.slice() : this.limited(limit)
    const ordered = mostRecentFirst ? frames.toReversed() : frames
    return ordered.flatMap(({ filename, lineno }) => {
      const source = sourceLine(filename, lineno).trim()
      return [`  File "${filename}", line ${lineno}`, ...(source ? [`    ${source}`] : [])]
    })
  }

  private limited(limit: number): readonly Frame[] {
    return limit > 0 ? this.slice(-limit) : this.slice(0, Math.abs(limit))
  }

  /** The oldest kept frame, as in CPython: groups have one frame only, so that it names the group. */
  toString(): string {
    return String(this.frames[0] ?? unknownFrame)
  }

  [inspect](): string {
    const total = this.totalFrames === undefined ? '' : ` totalFrames=${this.totalFrames}`
    return `<Traceback (${this.frames.map(frame => frame[inspect]()).join(', ')})${total}>`
  }
}
