import type { DisplayOptions } from './display-options.js'

/** What the process of the script has to know. */
export interface RunSettings extends DisplayOptions {
  readonly frames: number
  /** Milliseconds between blocks; default: only the last one is printed. */
  readonly every?: number
  /** Absolute path of the file that gets the blocks; default: standard error. */
  readonly output?: string
  readonly colours: boolean
  /** Process id of the command: processes of other parents say which they are. */
  readonly parent: number
}

// In the address of the module that Node preloads, not in the environment: it reaches the threads of the script, and the
// processes that it forks, but not other programs that it starts.

/** The address of a module with the settings. */
export const addressWith = (module: URL, settings: RunSettings): string =>
  `${module.href}?${encodeURIComponent(JSON.stringify(settings))}`

/** The settings in the address of a module. */
export const settingsOf = (address: string): RunSettings =>
  JSON.parse(decodeURIComponent(new URL(address).search.slice(1))) as RunSettings
