import { inspect, quote } from './inspect.js'

/** What a `Frame` is made of; an engine's raw frame is one. */
export interface FrameData {
  readonly filename: string
  /** 1-based; 0 when unknown or grouped away. */
  readonly lineno: number
  /** 1-based; 0 (the default) when unknown. */
  readonly column?: number
  readonly functionName?: string
}

/**
 * One frame of a traceback. As in CPython, two frames are the same when file and line are; column and function only
 * describe it.
 */
export class Frame implements FrameData {
  readonly filename: string
  readonly lineno: number
  readonly column: number
  readonly functionName: string

  constructor({ filename, lineno, column = 0, functionName = '' }: FrameData) {
    this.filename = filename
    this.lineno = lineno
    this.column = column
    this.functionName = functionName
    Object.freeze(this)
  }

  equals(other: FrameData): boolean {
    return this.filename === other.filename && this.lineno === other.lineno
  }

  /** Negative, 0 or positive: by file, then by line. */
  compare(other: FrameData): number {
    if (this.filename !== other.filename) return this.filename < other.filename ? -1 : 1
    return this.lineno - other.lineno
  }

  /** `src/cache.ts:27` */
  toString(): string {
    return `${this.filename}:${this.lineno}`
  }

  [inspect](): string {
    return `<Frame filename=${quote(this.filename)} lineno=${this.lineno}>`
  }
}

/** The frame of traces that have none, named as in CPython. */
export const unknownFrame: Frame = new Frame({ filename: '<unknown>', lineno: 0 })
