import type { ParsedOptions } from '../budget/options.js'
import type { PostMortemPlace } from './post-mortem-place.js'

/** What the main process sends to the workers: plain JSON. */
export interface Payload {
  /** Absolute: the root of the run, which all reported paths are relative to, whatever a project's own root is. */
  readonly root: string
  /** The name of the project that the worker runs a file of; empty without one. */
  readonly project: string
  readonly options: ParsedOptions
  /**
   * Whether the main process can look places up in source maps, which it decodes once for all files, in code that is warm.
   * Default: false.
   */
  readonly mapsLater?: boolean
  readonly postMortems: PostMortemPlace
}
