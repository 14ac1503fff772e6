import { closeSync, openSync, readSync } from 'node:fs'
import { Snapshot } from '../model/snapshot.js'
import { sourceLine } from '../resolve/source-line.js'
import { readResult } from '../storage/read-result.js'
import { readSnapshot } from '../storage/read-snapshot.js'
import type { Capture } from './report-data.js'
import { captureOfResults } from './result-capture.js'
import { captureOfSnapshot } from './snapshot-capture.js'
import { withSources } from './source-lines.js'

/**
 * Reads a result file or a snapshot, whichever it is, with the sources as they are now.
 * @param name what the page calls it
 * @param root absolute folder of the sources
 * @throws {TracemallocError} as `readResult` and `readSnapshot`
 */
export function captureOfFile(path: string, name: string, root: string): Capture {
  const capture = isGzipped(path)
    ? captureOfSnapshot(new Snapshot(readSnapshot(path, sourceLine)), name, root)
    : captureOfResults(readResult(path), name)
  return withSources(capture, root)
}

/** Snapshots are. Of a file that cannot be read its reader will say why. */
function isGzipped(path: string): boolean {
  try {
    const file = openSync(path, 'r')
    try {
      const start = Buffer.alloc(2)
      readSync(file, start)
      return start[0] === 0x1f && start[1] === 0x8b
    } finally {
      closeSync(file)
    }
  } catch {
    return path.endsWith('.gz')
  }
}
