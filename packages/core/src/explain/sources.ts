import { type RawFrame, role } from '../engine/engine.js'
import type { RetainingStep } from '../engine/explanations.js'
import type { Blame } from '../model/result.js'
import { blameOf, roleOf } from '../resolve/blame.js'
import type { Location } from '../resolve/source-map.js'

/** Finds the original places of scripts and objects. */
export class Sources {
  constructor(
    readonly locate: (frame: RawFrame) => Location,
    readonly ownRoots: readonly string[] = [],
  ) {}

  /** Whose a script is, by V8's name of it. */
  blame(script: string): Blame {
    return script === '' ? 'node' : blameOf(script, this.ownRoots)
  }

  /** Whether a script is the test runner's, and not that of a tool (jsdom) that holds objects for the program as well. */
  isRunners(script: string): boolean {
    return this.blame(script) === 'runner' && roleOf(script, this.ownRoots) !== role.passed
  }

  /** The original file of a script: where its first line comes from. */
  file(script: string): string {
    return this.locate({ filename: script, lineno: 1, column: 0, functionName: '', quality: 'exact' }).file
  }

  /** Where an object was allocated: the newest frame that is the user's or a dependency's. */
  origin({ origin }: RetainingStep): Location | undefined {
    const frame = origin.findLast(({ filename, lineno }) => lineno > 0 && !isOthers(this.blame(filename)))
    return frame && this.locate(frame)
  }
}

export const isOthers = (blame: Blame): boolean => blame === 'runner' || blame === 'node'

/** `src/cache.ts:5` */
export const placeOf = ({ file, line }: Location): string => (line > 0 ? `${file}:${line}` : file)
