import type { WriteStream } from 'node:tty'
import pc from 'picocolors'
import type { Paint } from '../report/paint.js'

/** Colours for a terminal, none for files and pipes. `NO_COLOR` and `FORCE_COLOR` are as Node reads them. */
export const paintFor = (stream: NodeJS.WriteStream): Paint => pc.createColors(hasColours(stream))

export const hasColours = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY === true && (stream as WriteStream).hasColors()
