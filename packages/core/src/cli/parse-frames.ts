import { InvalidArgumentError } from 'commander'
import { TracemallocError } from '../errors.js'
import { parseTracerOptions } from '../tracer-options.js'
import { parseCount } from './display-options.js'

/** The number of frames that an option asks for. @throws {InvalidArgumentError} */
export function parseFrames(text: string): number {
  const frames = parseCount(text)
  try {
    return parseTracerOptions(frames).frames
  } catch (error) {
    throw error instanceof TracemallocError ? new InvalidArgumentError(error.message) : error
  }
}
