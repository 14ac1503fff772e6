import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Baseline } from '../baseline/baseline.js'
import { formatBaseline, parseBaseline } from '../baseline/baseline-text.js'
import { TracemallocError } from '../errors.js'
import { isEstimated } from '../model/is-estimated.js'
import type { RunResult } from '../model/result.js'
import { readWholeFile, writeWholeFile } from '../storage/whole-file.js'

/** The file of a baseline. */
export class BaselineFile {
  readonly #path: string

  /**
   * @param root absolute folder that the name is relative to
   * @param name as it was given
   */
  constructor(
    root: string,
    readonly name: string,
  ) {
    this.#path = resolve(root, name)
  }

  get exists(): boolean {
    return existsSync(this.#path)
  }

  /** @throws {TracemallocError} `FILE_MISSING`, `FILE_UNREADABLE`, `BASELINE_CONFLICT`, `BAD_BASELINE`, `NEWER_VERSION` */
  read(): Baseline {
    return parseBaseline(readWholeFile(this.#path).toString(), this.name)
  }

  /** Creates its folder. @throws {TracemallocError} `FILE_UNWRITABLE` */
  write(baseline: Baseline): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
    } catch {
      // Then the file cannot be written, and that says why.
    }
    writeWholeFile(this.#path, () => formatBaseline(baseline))
  }
}

/** @throws {TracemallocError} `ESTIMATES` when nothing of a run is exact */
export function checkExact({ files }: RunResult): void {
  if (files.length === 0 || files.some(({ engine }) => !isEstimated(engine))) return
  const message = "The numbers of this run are estimates, which no baseline can be made of: run with mode: 'exact'."
  throw new TracemallocError('ESTIMATES', message)
}
