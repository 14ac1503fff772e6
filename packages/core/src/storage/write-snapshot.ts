import { zlib } from '../libraries.js'
import type { SnapshotData } from '../model/snapshot-data.js'
import { encodePprof } from './pprof-encoder.js'
import { type Overwrite, writeWholeFile } from './whole-file.js'

/** @throws {TracemallocError} `FILE_EXISTS`, `FILE_UNWRITABLE` */
export function writeSnapshot(path: string, data: SnapshotData, overwrite: Overwrite): void {
  const { constants, gzipSync } = zlib()
  writeWholeFile(path, () => gzipSync(encodePprof(data), { level: constants.Z_BEST_SPEED }), overwrite)
}
