import type { RawFrame } from './engine.js'

/** Makes equal frames one object, so that whoever maps or groups frames can cache by identity. */
export class FrameTable {
  /** By file, then by the rest: files are long strings that many frames share. */
  readonly #files = new Map<string, Map<string, RawFrame>>()

  /** The one frame that equals this; the given one becomes it when it is the first. */
  intern(frame: RawFrame): RawFrame {
    let frames = this.#files.get(frame.filename)
    if (!frames) {
      frames = new Map()
      this.#files.set(frame.filename, frames)
    }
    const key = `${frame.lineno}:${frame.column}:${frame.quality}:${frame.functionName}`
    const known = frames.get(key)
    if (known) return known
    frames.set(key, frame)
    return frame
  }

  clear(): void {
    this.#files.clear()
  }
}
