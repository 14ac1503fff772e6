import { TracemallocError } from '../errors.js'
import type { SnapshotData, SnapshotOrigin } from '../model/snapshot-data.js'

/** What marks a pprof profile as one of our snapshots, and what pprof has no field for. It travels as a comment. */
export interface SnapshotHeader {
  /** Of the format. A reader refuses those that are newer than its own. */
  readonly version: number
  readonly tracebackLimit: number
  /** To tell a complete file from the first part of one. */
  readonly rows: number
  readonly origin?: SnapshotOrigin | undefined
}

const version = 1
const mark = 'tracemalloc snapshot '

export const headerText = ({ table, tracebackLimit, origin }: SnapshotData): string =>
  mark + JSON.stringify({ version, tracebackLimit, rows: table.length, origin } satisfies SnapshotHeader)

/**
 * Finds our header among a profile's comments.
 * @param path For the messages.
 * @throws {TracemallocError} `NOT_A_SNAPSHOT`, `NEWER_VERSION`, `DAMAGED`
 */
export function parseHeader(comments: readonly string[], path: string): SnapshotHeader {
  const text = comments.find(comment => comment.startsWith(mark))
  if (text === undefined) {
    throw new TracemallocError(
      'NOT_A_SNAPSHOT',
      `${path} is a pprof profile, but none of tracemalloc: load a file that Snapshot.dump wrote.`,
    )
  }
  const header = parse(text.slice(mark.length))
  if (Number(header?.version) > version) {
    throw new TracemallocError(
      'NEWER_VERSION',
      `${path} was written by a newer tracemalloc (format ${header?.version}, this one reads up to ${version}): update it.`,
    )
  }
  if (!isHeader(header)) throw damaged(path, 'its header is not valid')
  return header
}

export const damaged = (path: string, what: string, cause?: unknown): TracemallocError =>
  new TracemallocError('DAMAGED', `${path} is damaged (${what}): nothing of it was loaded; write it anew.`, { cause })

function parse(json: string): Partial<SnapshotHeader> | undefined {
  try {
    return Object(JSON.parse(json))
  } catch {
    return undefined
  }
}

function isHeader(header: Partial<SnapshotHeader> | undefined): header is SnapshotHeader {
  return (
    isCount(header?.version) && isCount(header?.tracebackLimit) && isCount(header?.rows) && isOrigin(header?.origin)
  )
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const isOrigin = (origin: SnapshotOrigin | undefined): boolean =>
  origin === undefined ||
  (Number.isFinite(Date.parse(origin?.takenAt)) &&
    typeof origin.node === 'string' &&
    typeof origin.engine?.mode === 'string' &&
    (origin.untraced === undefined || isCount(origin.untraced)))
