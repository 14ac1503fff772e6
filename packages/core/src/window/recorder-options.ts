import type { ParsedOptions } from '../budget/options.js'
import type { Engine, RawFrame } from '../engine/engine.js'
import type { Location } from '../resolve/source-map.js'
import type { Loosen } from './weak-hold.js'

/** What a `FileRecorder` works with. */
export interface RecorderOptions {
  /** Started; one and the same for all files of a worker. */
  readonly engine: Engine
  /** Absolute path of the project's root. */
  readonly root: string
  /** The name of the runner's project that the file is run in; default: empty. */
  readonly project?: string | undefined
  /** `createLocator(…)`. */
  readonly locate: (frame: RawFrame) => Location
  readonly options: ParsedOptions
  /** Waits until what a test has left on the event loop has had its turn; `settle` of this package. */
  readonly settle: () => Promise<void>
  /** Default: the runner holds nothing that could be done without. */
  readonly loosen?: Loosen | undefined
  /**
   * Every file has a realm of its own, which is dropped when the file has ended: what earlier files have left and is freed
   * meanwhile is not this file's doing. Default: false.
   */
  readonly ownRealm?: boolean | undefined
  /** See `Payload.mapsLater`. Default: false. */
  readonly mapsLater?: boolean | undefined
  /** More folders of the runner's half of this project; see `blameOf`. */
  readonly ownRoots?: readonly string[] | undefined
}
