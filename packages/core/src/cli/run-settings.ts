import type { GraphLimits } from '../engine/explanations.js'
import type { DisplayOptions } from './display-options.js'

/** What the process of a script has to know, whichever command runs it. */
export interface ScriptSettings {
  readonly frames: number
  readonly colours: boolean
  /** Process id of the command: processes of other parents say which they are. */
  readonly parent: number
}

/** Of `run`. */
export interface RunSettings extends ScriptSettings, DisplayOptions {
  /** Milliseconds between blocks; default: only the last one is printed. */
  readonly every?: number
  /** Absolute path of the file that gets the blocks; default: standard error. */
  readonly output?: string
}

/** Of `explain`. */
export interface ExplainSettings extends ScriptSettings {
  /** Absolute path and line; default: the lines that have most memory. */
  readonly site?: { readonly filename: string; readonly lineno: number }
  /** Lines that are explained when there is no site. */
  readonly top: number
  readonly limits: GraphLimits
  /** Milliseconds from the start on after which it is explained while it runs; default: at the end only. */
  readonly after?: number
}

// In the address of the module that Node preloads, not in the environment: it reaches the threads of the script, and the
// processes that it forks, but not other programs that it starts.

/** The address of a module with the settings. */
export const addressWith = (module: URL, settings: ScriptSettings): string =>
  `${module.href}?${encodeURIComponent(JSON.stringify(settings))}`

/** The settings in the address of a module. */
export const settingsOf = <Settings extends ScriptSettings>(address: string): Settings =>
  JSON.parse(decodeURIComponent(new URL(address).search.slice(1))) as Settings
