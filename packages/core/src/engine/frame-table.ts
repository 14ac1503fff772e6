import type { RawFrame } from './engine.js'

/** Makes equal frames one object, so that whoever maps or groups frames can cache by identity. */
export class FrameTable {
  readonly #frames = new Map<string, RawFrame>()

  /** The one frame that equals this; the given one becomes it when it is the first. */
  intern(frame: RawFrame): RawFrame {
    const key = `${frame.lineno}:${frame.column}:${frame.quality}:${frame.functionName}:${frame.filename}`
    const known = this.#frames.get(key)
    if (known) return known
    this.#frames.set(key, frame)
    return frame
  }

  clear(): void {
    this.#frames.clear()
  }
}
