import { gunzipSync } from 'node:zlib'
import { TracemallocError } from '../errors.js'
import type { SnapshotData } from '../model/snapshot-data.js'
import type { SourceLine } from '../model/traceback.js'
import { decodePprof } from './pprof-decoder.js'
import { damaged } from './snapshot-header.js'
import { readWholeFile } from './whole-file.js'

/** Unzipped: ten times as much as a snapshot of a million traces. A file can be made that would fill all memory. */
const maxBytes = 2 ** 31

const gzipMagic = Buffer.from([0x1f, 0x8b])

/**
 * @param sourceLine Where the tracebacks' `format` finds source lines.
 * @throws {TracemallocError} `FILE_MISSING`, `FILE_UNREADABLE`, `NOT_A_SNAPSHOT`, `TRUNCATED`, `DAMAGED`, `NEWER_VERSION`
 */
export function readSnapshot(path: string, sourceLine: SourceLine): SnapshotData {
  return decodePprof(unzip(readWholeFile(path), path), path, sourceLine)
}

function unzip(file: Buffer, path: string): Buffer {
  if (!gzipMagic.subarray(0, file.length).equals(file.subarray(0, gzipMagic.length))) {
    const message = `${path} is no snapshot (it is not gzipped): load a file that Snapshot.dump wrote.`
    throw new TracemallocError('NOT_A_SNAPSHOT', message)
  }
  try {
    return gunzipSync(file, { maxOutputLength: maxBytes })
  } catch (cause) {
    if (file.length < gzipMagic.length || (cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR') {
      const message = `${path} ends too early, after ${file.length} bytes: nothing of it was loaded; write or copy it anew.`
      throw new TracemallocError('TRUNCATED', message, { cause })
    }
    throw damaged(path, (cause as Error).message, cause)
  }
}
