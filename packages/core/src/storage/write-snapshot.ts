import { constants, gzipSync } from 'node:zlib'
import type { SnapshotData } from '../model/snapshot-data.js'
import { encodePprof } from './pprof-encoder.js'
import { type Overwrite, writeWholeFile } from './whole-file.js'

/** @throws {TracemallocError} `FILE_EXISTS`, `FILE_UNWRITABLE` */
export const writeSnapshot = (path: string, data: SnapshotData, overwrite: Overwrite): void =>
  writeWholeFile(path, () => gzipSync(encodePprof(data), { level: constants.Z_BEST_SPEED }), overwrite)
